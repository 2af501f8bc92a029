package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code seedlog.fsync.acks}: an acknowledgement implies a force, and one force serves all that wait. */
class ForcedAcknowledgementsTest extends BrokerTest {

    private static final int CLIENTS = 40;
    private static final int ROUNDS = 5;
    private static final long LATEST = -1;
    private static final int SLOW = 50;
    /** The slowest force of a calm disk, slowed down. */
    private static final long FORCE_NANOS = 2_000_000L * SLOW;

    @Override
    protected Map<String, String> config() {
        return Map.of("seedlog.fsync.acks", "true");
    }

    private int unknown;

    private SimNode process() {
        return ((SimNodeWorld.Node) node()).process();
    }

    @Test
    void aPowerCutTakesNothingThatWasAcknowledgedAndOneForceServesMany() {
        createTopic("t", 1);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(connect());
        }
        process().disk().faults().slow(SLOW);
        long begin = ((SimNodeWorld) world()).nowNanos();
        for (int round = 0; round < ROUNDS; round++) {
            for (TestClient each : clients) {
                each.send(Api.PRODUCE, DataPath.PRODUCE_VERSION, DataPath.produceRequest("t", Uuid.ZERO, 0, (short) 1,
                        DataPath.batch(1)));
            }
            for (TestClient each : clients) {
                assertEquals(0, DataPath.only(each.answer(Api.PRODUCE, DataPath.PRODUCE_VERSION, ProduceResponse::read))
                        .errorCode());
            }
        }
        long tookNanos = ((SimNodeWorld) world()).nowNanos() - begin;
        assertTrue(tookNanos > ROUNDS * FORCE_NANOS / 20, "acknowledged without a force, in " + tookNanos + " ns");
        assertTrue(tookNanos < 3 * ROUNDS * FORCE_NANOS, "a force for each record: " + tookNanos + " ns");
        process().powerCut();
        startAgain();
        // Until the node has forced what it found, it cannot say where the log ends for readers: never an older place.
        ListOffsetsResponse.ListOffsetsPartitionResponse latest = DataPath.listOffset(client(), 7, "t", LATEST);
        for (; latest.errorCode() == ErrorCode.OFFSET_NOT_AVAILABLE.code();
                latest = DataPath.listOffset(client(), 7, "t", LATEST)) {
            unknown++;
        }
        assertTrue(unknown > 0, "it was known at once");
        assertEquals(0, latest.errorCode());
        assertEquals(CLIENTS * ROUNDS, latest.offset());
        assertEquals(CLIENTS * ROUNDS, DataPath.fetch(client(), "t", 0, 0).highWatermark());
        assertEquals(CLIENTS * ROUNDS, DataPath.baseOffsets(DataPath.fetch(client(), "t", 0, 0)).size());
    }
}
