package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.DiskFaults;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetches of bytes that are not in memory: they wait for the disk, and nobody else does. */
class ColdFetchTest extends BrokerTest {

    private static final int ALWAYS = 1_000;
    private static final long MS_NANOS = 1_000_000;

    @BeforeEach
    void produce() {
        createTopic("t", 2);
        for (int partition = 0; partition < 2; partition++) {
            assertEquals(0, DataPath.produce(client(), "t", partition, DataPath.batch(3)).errorCode());
        }
    }

    private void allIsCold(boolean cold) {
        ((SimNodeWorld) world()).faults().force("log.read.cold", cold ? ALWAYS : 0);
    }

    private long now() {
        return ((SimNodeWorld) world()).nowNanos();
    }

    private DiskFaults disk() {
        return ((SimNodeWorld.Node) node()).process().disk().faults();
    }

    private void sendFetch(TestClient consumer, int maxWaitMs, int... partitions) {
        var wanted = new FetchRequest.FetchPartition[partitions.length];
        for (int i = 0; i < partitions.length; i++) {
            wanted[i] = DataPath.from(partitions[i], 0);
        }
        consumer.send(Api.FETCH, DataPath.FETCH_VERSION,
                DataPath.fetchRequest("t", wanted).minBytes(1).maxWaitMs(maxWaitMs).build());
    }

    private static List<FetchResponse.PartitionData> answer(TestClient consumer) {
        return DataPath.partitions(consumer.answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read));
    }

    @Test
    void aColdFetchIsAnsweredWhenItsBytesAreThereEvenIfItWantedNotToWait() {
        allIsCold(true);
        long begun = now();
        sendFetch(client(), 0, 0);
        assertEquals(List.of(0L), DataPath.baseOffsets(answer(client()).get(0)));
        assertTrue(now() - begun < 50 * MS_NANOS, "by the disk, not by a deadline");
    }

    @Test
    void aStuckDiskHoldsUpNoOtherFetch() {
        TestClient stuck = connect();
        TestClient other = connect();
        disk().stick();
        allIsCold(true);
        sendFetch(stuck, 20_000, 0);
        world().runFor(50 * MS_NANOS);
        assertFalse(stuck.hasFrame());

        allIsCold(false);
        sendFetch(other, 20_000, 1);
        assertEquals(List.of(0L), DataPath.baseOffsets(answer(other).get(0)));
        assertFalse(stuck.hasFrame());

        long unstuck = now();
        disk().unstick();
        assertEquals(List.of(0L), DataPath.baseOffsets(answer(stuck).get(0)));
        assertTrue(now() - unstuck < 50 * MS_NANOS, "by the disk, not by the deadline");
    }

    @Test
    void whoHasEnoughWithoutColdBytesIsAnsweredWithoutThem() {
        disk().stick();
        allIsCold(true);
        TestClient first = connect();
        sendFetch(first, 20_000, 0);
        world().runFor(50 * MS_NANOS);
        allIsCold(false);
        sendFetch(client(), 20_000, 0, 1);
        List<FetchResponse.PartitionData> found = answer(client());
        assertEquals(List.of(), DataPath.baseOffsets(found.get(0)), "still on its way");
        assertEquals(3, found.get(0).highWatermark());
        assertEquals(List.of(0L), DataPath.baseOffsets(found.get(1)));
    }

    @Test
    void theDeadlineAnswersWithoutWhatTheDiskHasNotGiven() {
        disk().stick();
        allIsCold(true);
        long begun = now();
        sendFetch(client(), 300, 0);
        FetchResponse.PartitionData found = answer(client()).get(0);
        long waitedNanos = now() - begun;
        assertEquals(0, found.errorCode());
        assertEquals(List.of(), DataPath.baseOffsets(found));
        assertEquals(3, found.highWatermark());
        assertTrue(waitedNanos >= 300 * MS_NANOS && waitedNanos < 400 * MS_NANOS, waitedNanos + " ns");

        disk().unstick();
        sendFetch(client(), 20_000, 0);
        assertEquals(List.of(0L), DataPath.baseOffsets(answer(client()).get(0)));
    }
}
