package dev.seedlog.sim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seedlog.base.HostPort;
import dev.seedlog.client.Rehearsal;
import dev.seedlog.client.TopicCalls;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    private final ClientStage stage = new ClientStage();
    private final List<Boolean> ends = new ArrayList<>();

    @Test
    void aRecordIsWrittenReadAndCommittedAndTheEndIsToldOnce() {
        SimNode client = rehearse(new HostPort("broker", 9092));
        stage.await(() -> !ends.isEmpty());
        assertEquals(List.of(true), ends);
        client.stop();
        stage.await(() -> !client.running());
        assertEquals(List.of(true), ends);
    }

    @Test
    void whereTheTopicIsThereAlreadyItEnds() {
        assertEquals(ErrorCode.NONE, stage.ask(TopicCalls.create("rehearsal", 1, (short) 1, Map.of())).error);
        rehearse(new HostPort("broker", 9092));
        stage.await(() -> !ends.isEmpty());
        assertFalse(ends.get(0));
    }

    @Test
    void whereNobodyAnswersItEndsToo() {
        rehearse(new HostPort("broker", 1));
        stage.await(() -> !ends.isEmpty());
        assertFalse(ends.get(0));
    }

    private SimNode rehearse(HostPort broker) {
        SimNode client = stage.world.node("rehearsal");
        client.start(1, new Rehearsal(broker, CodecInstances.pureJava(), ends::add));
        return client;
    }
}
