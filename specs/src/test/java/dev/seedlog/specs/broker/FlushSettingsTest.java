package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.SimNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code flush.messages} and {@code flush.ms}: what is forced when nobody waits for it. */
class FlushSettingsTest extends BrokerTest {

    private static final int RECORDS = 30;
    private static final int TOPICS = 4;

    private SimNode process() {
        return ((SimNodeWorld.Node) node()).process();
    }

    /** Creates topics so configured, produces, waits, cuts the power: how many records each has then. */
    private List<Long> survivors(long waitMs, String... configs) {
        for (int topic = 0; topic < TOPICS; topic++) {
            createTopic("t" + topic, 1, configs);
        }
        for (int i = 0; i < RECORDS; i++) {
            for (int topic = 0; topic < TOPICS; topic++) {
                assertEquals(0, DataPath.produce(client(), "t" + topic, 0, DataPath.batch(1)).errorCode());
            }
        }
        world().runFor(waitMs * 1_000_000);
        process().powerCut();
        startAgain();
        List<Long> ends = new ArrayList<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            ends.add(DataPath.fetch(client(), "t" + topic, 0, 0).highWatermark());
        }
        return ends;
    }

    @Test
    void withoutThemAPowerCutMayTakeWhatWasAcknowledged() {
        List<Long> ends = survivors(2_000);
        assertTrue(ends.stream().anyMatch(end -> end < RECORDS), ends.toString());
    }

    @Test
    void everySoManyRecordsAreForced() {
        for (long end : survivors(100, "flush.messages", "10")) {
            assertEquals(RECORDS, end);
        }
    }

    @Test
    void recordsAreForcedInTime() {
        for (long end : survivors(2_000, "flush.ms", "500")) {
            assertEquals(RECORDS, end);
        }
    }
}
