package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.SimDisk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Of the names of a log's segments a power cut may take the first ones and leave later ones. What is left of a log is a
 * prefix of it; here that is nothing, unless the beginning was removed on purpose.
 */
class LostBeginningTest extends BrokerTest {

    private static final String LOG = "/data/t-0";
    private static final int BATCHES = 40;

    @Override
    protected Map<String, String> config() {
        // So that deleting records, and not age, is what moves a log's start.
        return Map.of("log.retention.ms", "-1");
    }

    private SimDisk disk() {
        return ((SimNodeWorld.Node) node()).process().disk();
    }

    private List<String> segments() {
        return disk().names(LOG, false).stream().filter(name -> name.endsWith(".log")).toList();
    }

    private void produce() {
        createTopic("t", 1, "internal.segment.bytes", "1024");
        for (int i = 0; i < BATCHES; i++) {
            assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(2)).errorCode());
        }
        assertTrue(segments().size() > 2, segments().toString());
    }

    private void kill() {
        ((SimNodeWorld.Node) node()).process().kill();
    }

    @Test
    void aLogOfWhichNothingWasForcedAndTheBeginningIsLostBeginsAnew() {
        produce();
        kill();
        disk().lose(LOG + "/" + segments().get(0));
        startAgain();
        var found = DataPath.fetch(client(), "t", 0, 0);
        assertEquals(0, found.errorCode());
        assertEquals(0, found.logStartOffset());
        assertEquals(0, found.highWatermark());
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(2)).baseOffset());
    }

    @Test
    void aLogOfWhichNothingWasForcedAndTheTopicIdIsLostIsNotTakenOver() {
        produce();
        kill();
        disk().lose(LOG + "/partition.metadata");
        startAgain();
        assertEquals(0, DataPath.fetch(client(), "t", 0, 0).highWatermark());
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(2)).baseOffset());
    }

    @Test
    void aLogThatWasForcedIsKeptThoughItsTopicIdIsLost() {
        produce();
        world().runFor(70_000_000_000L);
        kill();
        disk().lose(LOG + "/partition.metadata");
        startAgain();
        assertEquals(2 * BATCHES, DataPath.fetch(client(), "t", 0, 2 * BATCHES).highWatermark());
    }

    @Test
    void whatAKillLeftInThePageCacheIsForcedBeforeAnythingReliesOnIt() {
        createTopic("t", 1, "flush.messages", "1");
        kill();
        startAgain();
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(2)).errorCode());
        world().runFor(1_000_000_000L);
        String metadata = LOG + "/partition.metadata";
        assertArrayEquals(disk().content(metadata), disk().durableContent(metadata));
    }

    @Test
    void whereSomethingWasForcedTheRestIsKept() {
        produce();
        world().runFor(70_000_000_000L);
        kill();
        disk().lose(LOG + "/" + segments().get(0));
        startAgain();
        var found = DataPath.fetch(client(), "t", 0, 2 * BATCHES);
        assertEquals(0, found.errorCode());
        assertEquals(2 * BATCHES, found.highWatermark());
    }

    @Test
    void withoutCheckpointsNothingIsRemoved() {
        produce();
        kill();
        disk().lose(LOG + "/" + segments().get(0));
        disk().lose("/data/recovery-point-offset-checkpoint");
        disk().lose("/data/log-start-offset-checkpoint");
        startAgain();
        assertEquals(2 * BATCHES, DataPath.fetch(client(), "t", 0, 2 * BATCHES).highWatermark());
    }
}
