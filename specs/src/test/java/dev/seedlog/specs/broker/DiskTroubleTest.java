package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.simworld.DiskFaults;
import dev.seedlog.simworld.SimDisk;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail under a whole node: what it says, what it still serves, and that nothing acknowledged is lost. */
class DiskTroubleTest extends BrokerTest {

    private static final int PARTITIONS = 6;
    private static final short STORAGE_ERROR = ErrorCode.KAFKA_STORAGE_ERROR.code();
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<Integer, Integer> acknowledged = new TreeMap<>();

    /** How a disk fails. */
    enum Trouble {
        WRITES(faults -> faults.failWrites(1000)),
        FORCES(faults -> faults.failForces(1000));

        private final Consumer<DiskFaults> begin;

        Trouble(Consumer<DiskFaults> begin) {
            this.begin = begin;
        }
    }

    @Override
    protected Map<String, String> config() {
        return Map.of("log.dirs", "/data," + SimNodeWorld.OTHER_DIRECTORY, "seedlog.fsync.acks", "true");
    }

    private SimDisk disk() {
        return ((SimNodeWorld.Node) node()).process().disk();
    }

    private ProduceResponse.PartitionProduceResponse produce(int partition) {
        ProduceResponse.PartitionProduceResponse answer = DataPath.produce(client(), "t", partition, DataPath.batch(3));
        if (answer.errorCode() == 0) {
            acknowledged.merge(partition, 3, Integer::sum);
        }
        return answer;
    }

    private void produceToAll() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertEquals(0, produce(partition).errorCode());
        }
        // What is written beside the logs is durable too, so that nothing but the next request meets a failing disk.
        world().runFor(SECOND_NANOS);
    }

    private boolean isOnOther(int partition) {
        return disk().names(SimNodeWorld.OTHER_DIRECTORY, true).contains("t-" + partition);
    }

    private void assertNothingAcknowledgedIsLost() {
        acknowledged.forEach((partition, count) -> {
            var found = fetchWhenShown(partition, count);
            assertEquals(0, found.errorCode(), "partition " + partition);
            assertTrue(found.highWatermark() >= count, "partition " + partition + " ends at " + found.highWatermark());
            assertEquals(count / 3, DataPath.baseOffsets(found).stream().filter(offset -> offset < count).count());
        });
    }

    /** Shown is what is forced, and what was recovered is forced anew when the partition is led again. */
    private FetchResponse.PartitionData fetchWhenShown(int partition, int count) {
        FetchResponse.PartitionData found = DataPath.fetch(client(), "t", partition, 0);
        for (int i = 0; i < 100 && found.highWatermark() < count; i++) {
            world().runFor(SECOND_NANOS / 100);
            found = DataPath.fetch(client(), "t", partition, 0);
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void oneDirectoryFailsAndTheOtherGoesOn(Trouble trouble) {
        createTopic("t", PARTITIONS);
        produceToAll();
        trouble.begin.accept(disk().faults().where(path -> path.startsWith(SimNodeWorld.OTHER_DIRECTORY)));
        int offline = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            boolean fails = isOnOther(partition);
            offline += fails ? 1 : 0;
            assertEquals(fails ? STORAGE_ERROR : 0, produce(partition).errorCode(), "partition " + partition);
        }
        assertTrue(offline > 0 && offline < PARTITIONS, offline + " partitions are offline");
        world().runFor(5 * SECOND_NANOS);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            short expected = isOnOther(partition) ? STORAGE_ERROR : 0;
            assertEquals(expected, produce(partition).errorCode(), "partition " + partition);
            assertEquals(expected, DataPath.fetch(client(), "t", partition, 0).errorCode(), "partition " + partition);
        }
        assertTrue(node().running());
        disk().faults().clear();
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
        startAgain();
        assertNothingAcknowledgedIsLost();
        produceToAll();
    }

    @ParameterizedTest
    @EnumSource
    void withoutItsMetadataTheNodeAnswersAndEnds(Trouble trouble) {
        createTopic("t", PARTITIONS);
        produceToAll();
        trouble.begin.accept(disk().faults().where(path -> path.startsWith("/data")));
        int onFirst = 0;
        while (isOnOther(onFirst)) {
            onFirst++;
        }
        client().send(Api.PRODUCE, DataPath.PRODUCE_VERSION, DataPath.produceRequest("t", Uuid.ZERO, onFirst,
                DataPath.ALL, DataPath.batch(3)));
        ProduceResponse.PartitionProduceResponse answer =
                DataPath.only(client().answer(Api.PRODUCE, DataPath.PRODUCE_VERSION, ProduceResponse::read));
        assertEquals(STORAGE_ERROR, answer.errorCode());
        world().runUntil("the node ends", () -> !node().running());
        assertNotEquals(0, node().exitStatus());
        assertTrue(node().fatalReason().contains("/data"), node().fatalReason());
        disk().faults().clear();
        startAgain();
        assertNothingAcknowledgedIsLost();
        produceToAll();
    }

    @Test
    void aTopicThatWaitsForItsCommitIsAnsweredWhenTheMetadataLogFails() {
        disk().faults().where(path -> path.contains("__cluster_metadata")).failForces(1000);
        client().send(Api.CREATE_TOPICS, 7, CreateTopicsRequest.builder().timeoutMs(30_000)
                .topics(List.of(CreateTopicsRequest.CreatableTopic.builder().name("u")
                        .numPartitions(1).replicationFactor((short) 1).build())).build());
        var answer = client().answer(Api.CREATE_TOPICS, 7, CreateTopicsResponse::read);
        assertNotEquals(0, answer.topics().get(0).errorCode());
        world().runUntil("the node ends", () -> !node().running());
        assertNotEquals(0, node().exitStatus());
        assertTrue(node().fatalReason().contains("/data"), node().fatalReason());
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() {
        createTopic("t", PARTITIONS);
        produceToAll();
        disk().setCapacity(disk().usedBytes() + 10);
        assertEquals(STORAGE_ERROR, produce(0).errorCode());
        world().runUntil("the node ends, or says so", () -> !node().running()
                || produceNowFails());
        disk().setCapacity(1L << 33);
        if (node().running()) {
            node().stop();
            world().runUntil("the node ends", () -> !node().running());
        }
        startAgain();
        assertNothingAcknowledgedIsLost();
        produceToAll();
    }

    private boolean produceNowFails() {
        return produce(0).errorCode() == STORAGE_ERROR;
    }

    @Test
    void aDirectoryThatCannotBeReadAtStartLeavesTheOtherToServe() {
        createTopic("t", PARTITIONS);
        produceToAll();
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
        disk().faults().where(path -> path.startsWith(SimNodeWorld.OTHER_DIRECTORY)).failReads(1000);
        startAgain();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertEquals(isOnOther(partition) ? STORAGE_ERROR : 0,
                    DataPath.fetch(client(), "t", partition, 0).errorCode(), "partition " + partition);
        }
        disk().faults().clear();
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
        startAgain();
        assertNothingAcknowledgedIsLost();
        assertFalse(acknowledged.isEmpty());
    }

    @Test
    void aFetchThatMeetsAFailingReadWhileItWaitsIsAnsweredOnce() {
        createTopic("t", PARTITIONS);
        produceToAll();
        int partition = 0;
        while (!isOnOther(partition)) {
            partition++;
        }
        TestClient reader = connect();
        reader.send(Api.FETCH, DataPath.FETCH_VERSION, DataPath.fetchRequest("t", DataPath.from(partition, 3))
                .minBytes(1).maxWaitMs(60_000).build());
        world().runFor(SECOND_NANOS);
        assertFalse(reader.hasFrame(), "it waits");
        disk().faults().where(path -> path.startsWith(SimNodeWorld.OTHER_DIRECTORY)).failReads(1000);
        client().send(Api.PRODUCE, DataPath.PRODUCE_VERSION, DataPath.produceRequest("t", Uuid.ZERO, partition,
                DataPath.ALL, DataPath.batch(3)));
        FetchResponse answer = reader.answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read);
        assertEquals(STORAGE_ERROR, DataPath.partitions(answer).get(0).errorCode());
        world().runFor(SECOND_NANOS);
        assertFalse(reader.hasFrame(), "there was one answer");
        assertTrue(node().running());
    }

    @Test
    void noClusterIsFoundedWhereAnIdentityCannotBeRead() {
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
        disk().faults().where(path -> path.endsWith("meta.properties")).failReads(1000).atMost(2);
        assertFalse(mayStartAgain());
        assertEquals(5, node().exitStatus(), node().fatalReason());
        disk().faults().clear();
        startAgain();
    }
}
