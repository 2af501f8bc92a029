package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seedlog.base.Uuid;
import dev.seedlog.simworld.SimDisk;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** seedlog.fsync.acks: an acknowledgement implies a force, and readers see nothing before. */
class ForcedAcksTest extends BrokerTest {

    @Override
    protected Map<String, String> config() {
        return Map.of("seedlog.fsync.acks", "true");
    }

    @BeforeEach
    void createTopic() {
        createTopic("t", 1);
        DataPath.produce(client(), "t", 0, DataPath.batch(1));
    }

    @Test
    void nothingIsAcknowledgedOrShownBeforeItIsForced() {
        disk().faults().where(path -> path.contains("/t-0")).stick();
        for (short acks : new short[] {1, -1}) {
            client().send(Api.PRODUCE, 9,
                    DataPath.produceRequest("t", Uuid.ZERO, 0, acks, DataPath.batch(2)));
        }
        world().runFor(200_000_000);
        assertFalse(client().hasFrame());
        TestClient reader = connect();
        assertEquals(1, DataPath.fetch(reader, "t", 0, 0).highWatermark());
        assertEquals(1, DataPath.listOffset(reader, 7, "t", -1).offset());
        assertEquals(-1, DataPath.listOffset(reader, 7, "t", -3).offset(), "the largest timestamp is not visible yet");
        assertEquals(-1, DataPath.listOffset(reader, 7, "t", DataPath.NOW + 1).offset());

        disk().faults().clear();
        disk().faults().unstick();
        for (long base : new long[] {1, 3}) {
            assertEquals(base, DataPath.only(client().answer(Api.PRODUCE, 9, ProduceResponse::read)).baseOffset());
        }
        assertEquals(5, DataPath.fetch(reader, "t", 0, 0).highWatermark());
        assertEquals(2, DataPath.listOffset(reader, 7, "t", -3).offset());
    }

    @Test
    void aForceThatTakesTooLongIsAnsweredWithATimeout() {
        disk().faults().where(path -> path.contains("/t-0")).stick();
        ProduceResponse.PartitionProduceResponse answer = DataPath.produce(client(), "t", 0, DataPath.batch(2));
        assertEquals(ErrorCode.REQUEST_TIMED_OUT.code(), answer.errorCode());
    }

    @Test
    void whoWantsNoAnswerDoesNotWaitForTheDisk() {
        disk().faults().where(path -> path.contains("/t-0")).stick();
        client().send(Api.PRODUCE, 9, DataPath.produceRequest("t", Uuid.ZERO, 0, (short) 0, DataPath.batch(2)));
        assertEquals(0, DataPath.listOffset(client(), 7, "t", -2).offset(), "answered behind it");
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCut() {
        for (int i = 0; i < 5; i++) {
            assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(1)).errorCode());
        }
        process().powerCut();
        startAgain();
        // Nothing is committed again before it was forced once more.
        world().runFor(1_000_000_000L);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), DataPath.baseOffsets(DataPath.fetch(client(), "t", 0, 0)));
    }

    private SimDisk disk() {
        return process().disk();
    }

    private SimNode process() {
        return ((SimNodeWorld.Node) node()).process();
    }
}
