package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.SimDisk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not as the node left them: repaired where that is certain, and named where it is not. */
class DamagedDirectoryTest extends BrokerTest {

    private static final int BATCHES = 50;
    private static final int PARTITIONS = 2;
    private static final String FIRST = "00000000000000000000";

    private final Map<String, String> settings = new LinkedHashMap<>(Map.of("log.index.interval.bytes", "100"));

    @Override
    protected Map<String, String> config() {
        return settings;
    }

    private SimDisk disk() {
        return ((SimNodeWorld.Node) node()).process().disk();
    }

    private void produceAndStop() {
        createTopic("t", PARTITIONS, "flush.messages", "1");
        for (int i = 0; i < BATCHES; i++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertEquals(0, DataPath.produce(client(), "t", partition, DataPath.batch(2)).errorCode());
            }
        }
        world().runFor(70_000_000_000L);
        node().stop();
        world().runUntil("the node ends", () -> !node().running());
        assertEquals(0, node().exitStatus());
    }

    /** Every byte becomes another one. */
    private void damage(String file) {
        int size = disk().content(file).length;
        assertTrue(size > 0, file + " is empty");
        for (int i = 0; i < size; i++) {
            disk().corrupt(file, i, 0xA5);
        }
    }

    private void assertServes(int partition) {
        var found = DataPath.fetch(client(), "t", partition, 0);
        assertEquals(0, found.errorCode(), "partition " + partition);
        assertEquals(0, found.logStartOffset());
        assertEquals(2 * BATCHES, found.highWatermark());
        assertEquals(BATCHES, DataPath.baseOffsets(found).size());
        assertEquals(2 * 20, DataPath.baseOffsets(DataPath.fetch(client(), "t", partition, 41)).get(0));
        assertEquals(0, DataPath.produce(client(), "t", partition, DataPath.batch(2)).errorCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/t-0/" + FIRST + ".index", "/data/t-0/" + FIRST + ".timeindex",
        "/data/t-0/00000000000000000100.snapshot", "/data/recovery-point-offset-checkpoint",
        "/data/log-start-offset-checkpoint", "/data/replication-offset-checkpoint", "/data/.kafka_cleanshutdown",
        "/data/t-0/leader-epoch-checkpoint", "/data/t-0/partition.metadata"})
    void whatCanBeFoundOutAgainIsRepaired(String file) {
        produceAndStop();
        damage(file);
        startAgain();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertServes(partition);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/meta.properties", "/data/bootstrap.checkpoint",
        "/data/__cluster_metadata-0/quorum-state",
        "/data/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint"})
    void whatCannotIsNamedAndTheNodeDoesNotStart(String file) {
        produceAndStop();
        damage(file);
        assertFalse(mayStartAgain(), file);
        assertNotEquals(0, node().exitStatus());
        assertTrue(node().fatalReason().contains(file), node().fatalReason());
        damage(file);
        startAgain();
        assertServes(0);
    }

    @Test
    void damagedRecordsAreNotServedAndAllOthersAre() {
        produceAndStop();
        disk().corrupt("/data/t-0/" + FIRST + ".log", 200, 0x01);
        startAgain();
        assertServes(1);
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(2)).errorCode());
        assertEquals(2 * BATCHES + 2, DataPath.fetch(client(), "t", 0, 0).highWatermark());
    }

    @Test
    void damagedMetadataIsNotTruncated() {
        produceAndStop();
        String log = "/data/__cluster_metadata-0/" + FIRST + ".log";
        int middle = disk().content(log).length / 3;
        disk().corrupt(log, middle, 0x01);
        assertFalse(mayStartAgain());
        assertNotEquals(0, node().exitStatus());
        assertTrue(node().fatalReason().contains("/data/__cluster_metadata-0"), node().fatalReason());
        disk().corrupt(log, middle, 0x01);
        startAgain();
        assertServes(0);
    }

    @Test
    void anotherNodesDirectoryIsRefused() {
        produceAndStop();
        settings.put("node.id", "2");
        assertFalse(mayStartAgain());
        assertEquals(2, node().exitStatus());
        assertTrue(node().fatalReason().contains("/data") && node().fatalReason().contains("node 1"),
                node().fatalReason());
        settings.remove("node.id");
        startAgain();
        assertServes(0);
    }
}
