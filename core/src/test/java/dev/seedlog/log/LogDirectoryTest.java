package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LogDirectoryTest {

    private static final String LOG = LogWorld.PATH + "/orders-0/00000000000000000000.log";

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk);

    private PartitionLog written(int batches) {
        world.config = LogConfig.DEFAULT.withIndexIntervalBytes(100);
        world.start();
        PartitionLog log = world.create();
        for (int i = 0; i < batches; i++) {
            LogWorld.append(log, Batches.at(1_000 + i).producer(5, 0, i * 2).records(2, 50), 1);
            world.turn();
        }
        return log;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void afterACleanStopEachOfTheLastFiveBatchesOfAProducerIsKnownAgain() {
        written(8);
        lastFiveOfEightAreKnownAgain();
    }

    @Test
    void theLastFiveBatchesOfAProducerAreKnownAgainThoughEachIsInASegmentOfItsOwn() {
        world.faults = "log.roll"::equals;
        written(8);
        lastFiveOfEightAreKnownAgain();
    }

    /** Its batches go with their segments: then only the snapshot at the first segment that stays tells of it. */
    @Test
    void aProducerIsKnownAfterAKillHoweverFarRetentionHasGot() {
        for (int turns = 0; turns < 12; turns++) {
            MemoryDisk ownDisk = new MemoryDisk();
            LogWorld node = LogWorld.on(ownDisk);
            node.config = LogConfig.DEFAULT.withRetention(60_000, -1);
            PartitionLog log = node.start().create();
            LogWorld.append(log, Batches.at(1_000).producer(5, 0, 0).records(2, 50), 1);
            node.turn();
            for (int life = 0; life < 2; life++) {
                log.highWatermark(2);
                log.applyRetention();
                node.turns(turns);
                ownDisk.kill();
                log = node.start().load();
            }
            assertTrue(log.logStartOffset() == 2 || turns < 2, "nothing went in " + turns + " turns");
            assertEquals(AppendStatus.DUPLICATE,
                    LogWorld.append(log, Batches.at(1_000).producer(5, 0, 0).records(2, 50), 2).status(),
                    "killed twice, " + turns + " turns after retention");
        }
    }

    private void lastFiveOfEightAreKnownAgain() {
        world.stop();
        world.start();
        PartitionLog log = world.load();
        for (int batch = 3; batch < 8; batch++) {
            AppendResult again = LogWorld.append(log, Batches.at(1_000).producer(5, 0, batch * 2).records(2, 50), 2);
            assertEquals(new AppendResult(AppendStatus.DUPLICATE, batch * 2L, batch * 2L + 1, 1_001 + batch), again);
        }
        assertEquals(AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER,
                LogWorld.append(log, Batches.at(1_000).producer(5, 0, 4).records(2, 50), 2).status());
        assertEquals(AppendStatus.APPENDED,
                LogWorld.append(log, Batches.at(1_000).producer(5, 0, 16).records(2, 50), 2).status());
    }

    @Test
    void aLogIsRefusedIfItsProducersCannotBeReadBehindDamageThatIsNoTornEnd() {
        world.faults = "log.roll"::equals;
        written(8);
        world.stop();
        for (int offset = 2; offset <= 16; offset += 2) {
            String snapshot = LogFileNames.file(LogWorld.PATH + "/orders-0", offset, ".snapshot");
            if (disk.exists(snapshot)) {
                disk.delete(snapshot);
            }
        }
        byte[] damaged = disk.content(LOG);
        damaged[8] ^= 0x40;
        disk.put(LOG, damaged);
        world.start();
        assertNull(world.load());
        assertTrue(world.recovery.failure().getMessage().contains(LOG), world.recovery.failure().getMessage());
    }

    @Test
    void aDirectoryIsFormattedOnceAndThenBelongsToItsNode() {
        world.start();
        MetaProperties formatted = DirectoryIdentity.read(disk, LogWorld.PATH);
        assertEquals("cluster", formatted.clusterId());
        disk.kill();
        disk.put(LogWorld.PATH + "/meta.properties",
                bytes("#made by hand\nversion=1\nnode.id=2\ncluster.id=cluster\n"));
        assertTrue(assertThrows(IllegalStateException.class, world::start).getMessage().contains("node 2"));
        disk.put(LogWorld.PATH + "/meta.properties", bytes("version=1\nnode.id=1\ncluster.id=other\n"));
        assertTrue(assertThrows(IllegalStateException.class, world::start).getMessage().contains("cluster other"));
        disk.put(LogWorld.PATH + "/meta.properties", bytes("version=7\n"));
        assertTrue(assertThrows(CorruptFileException.class, world::start).getMessage().contains("meta.properties"));
        disk.put(LogWorld.PATH + "/meta.properties", bytes("broker.id=1\n"));
        world.start();
        assertNotNull(DirectoryIdentity.read(disk, LogWorld.PATH).directoryId(), "a file of version 0 is completed");
    }

    @Test
    void twoProcessesCannotUseOneDirectory() {
        world.start();
        LogWorld second = LogWorld.on(disk);
        assertTrue(assertThrows(IllegalStateException.class, second::start).getMessage().contains("another process"));
    }

    @Test
    void theMarkerOfACleanStopIsGoneBeforeAnythingIsAppended() {
        written(3);
        world.stop();
        assertTrue(disk.exists(LogWorld.PATH + "/.kafka_cleanshutdown"));
        world.start();
        assertFalse(disk.exists(LogWorld.PATH + "/.kafka_cleanshutdown"));
        assertTrue(world.directory.stoppedCleanly());
        assertEquals(List.of(LogWorld.PARTITION), world.directory.partitions());
        PartitionLog log = world.load();
        assertEquals(6, log.logEndOffset());
        assertEquals(6, log.forcedEndOffset());
        assertEquals(LogWorld.TOPIC_ID, log.topicId());
    }

    @Test
    void aStopWithALogThatWasNeverLoadedIsNotMarkedClean() {
        written(3);
        world.stop();
        world.start();
        world.stop();
        assertFalse(disk.exists(LogWorld.PATH + "/.kafka_cleanshutdown"));
    }

    @Test
    void aFullDiskTakesTheDirectoryOfflineAndLosesNothingAcknowledged() {
        PartitionLog log = written(5);
        LogWorld.append(log, Batches.at(9).producer(5, 0, 10).records(2, 50), 1);
        disk.failure = DiskException.Kind.NO_SPACE;
        disk.bytesOfFailingWrite = 40;
        disk.operationsUntilFailure = 0;
        world.turn();
        assertEquals(10, log.logEndOffset());
        assertNotNull(world.offline);
        assertThrows(LogDirectoryOffline.class, () -> log.read(0, 100, true, 10));
        disk.kill();
        world.start();
        assertEquals(10, world.load().logEndOffset());
    }

    @Test
    void aForceThatFailsIsFinal() {
        PartitionLog log = written(5);
        disk.failForces = true;
        log.requestForce();
        world.turn();
        assertNotNull(world.offline);
        disk.failForces = false;
        log.requestForce();
        world.turns(3);
        assertEquals(0, log.forcedEndOffset(), "it is not tried again");
        assertThrows(LogDirectoryOffline.class,
                () -> LogWorld.append(log, Batches.at(1).records(1, 1), 1));
    }

    @Test
    void aReadThatFailsTakesTheDirectoryOffline() {
        PartitionLog log = written(5);
        disk.failReads = true;
        assertThrows(LogDirectoryOffline.class, () -> log.read(3, 100, true, 10));
        assertNotNull(world.offline);
    }

    @Test
    void indexesSnapshotsAndCheckpointsThatAreCorruptAreMadeAgain() {
        written(40);
        world.stop();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(disk.all(LogWorld.PATH)).entrySet()) {
            String name = file.getKey();
            if (!name.endsWith(".log") && !name.endsWith("meta.properties") && !name.endsWith(".lock")
                    && !name.endsWith("partition.metadata") && !name.endsWith("cleanshutdown")) {
                byte[] damaged = file.getValue().clone();
                for (int i = 0; i < damaged.length; i++) {
                    damaged[i] ^= (byte) 0xA5;
                }
                disk.put(name, damaged);
            }
        }
        world.start();
        PartitionLog log = world.load();
        assertNotNull(log, () -> "not loaded: " + world.recovery.failure());
        assertEquals(40, LogWorld.readAll(log, 0, 500).size());
        assertEquals(79, log.producers().entry(5).lastSequence());
        assertEquals(1, log.leaderEpochs().latestEpoch());
        assertEquals(60, log.batchByTimestamp(1_031, 0).baseOffset());
    }

    @Test
    void aSegmentDamagedWhereItWasForcedIsReportedAndLeftAlone() {
        PartitionLog log = written(10);
        log.requestForce();
        world.turns(5);
        world.directory.checkpoint(failure -> { });
        world.turns(5);
        disk.kill();
        byte[] damaged = disk.content(LOG);
        damaged[damaged.length / 2] ^= 1;
        disk.put(LOG, damaged);
        world.start();
        assertNull(world.load());
        assertTrue(world.recovery.failure().getMessage().contains(LOG), world.recovery.failure().getMessage());
        assertEquals(damaged.length, disk.content(LOG).length);
        assertNull(world.offline, "the other logs of the directory can be used");
    }

    @Test
    void aTornTailIsCutAway() {
        written(10);
        disk.kill();
        byte[] whole = disk.content(LOG);
        disk.put(LOG, Arrays.copyOf(whole, whole.length - 7));
        world.start();
        PartitionLog log = world.load();
        assertEquals(18, log.logEndOffset());
        assertEquals(9, LogWorld.readAll(log, 0, 500).size());
    }

    private PartitionLog recovered(UnsafeBuffer... batches) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (UnsafeBuffer batch : batches) {
            file.writeBytes(batch.byteArray());
        }
        disk.put(LOG, file.toByteArray());
        world.start();
        return world.load();
    }

    @Test
    void theLogEndsWhereTheLeaderEpochDecreases() {
        PartitionLog log = recovered(Batches.at(1).offset(0, 4).records(2, 5), Batches.at(2).offset(2, 6).records(2, 5),
                Batches.at(3).offset(4, 5).records(2, 5), Batches.at(4).offset(6, 6).records(2, 5));
        assertEquals(4, log.logEndOffset());
        assertEquals(6, log.leaderEpochs().latestEpoch());
    }

    @Test
    void theLogEndsWhereAnOffsetIsMissingUnlessItIsCompacted() {
        UnsafeBuffer first = Batches.at(1).offset(0, 4).records(2, 5);
        UnsafeBuffer behindAGap = Batches.at(2).offset(3, 4).records(2, 5);
        assertEquals(2, recovered(first, behindAGap).logEndOffset());
        disk.kill();
        world.config = LogConfig.DEFAULT.withCleanupPolicy(false, true);
        assertEquals(5, recovered(first, behindAGap).logEndOffset());
    }

    @Test
    void aSegmentThatDoesNotContinueTheOneBeforeGoesWithAllBehindIt() {
        disk.put(LogWorld.PATH + "/orders-0/00000000000000000003.log",
                Batches.at(2).offset(3, 4).records(2, 5).byteArray());
        disk.put(LogWorld.PATH + "/orders-0/00000000000000000005.log",
                Batches.at(2).offset(5, 4).records(2, 5).byteArray());
        PartitionLog log = recovered(Batches.at(1).offset(0, 4).records(2, 5));
        assertEquals(2, log.logEndOffset());
        assertEquals(1, log.segmentCount());
    }

    @Test
    void aDeletedPartitionGoesAfterAWhile() {
        PartitionLog log = written(3);
        world.directory.delete(log);
        assertFalse(disk.exists(LogWorld.PATH + "/orders-0"));
        assertTrue(disk.list(LogWorld.PATH).stream().anyMatch(entry -> entry.name().endsWith("-delete")));
        world.nowMs += log.config().fileDeleteDelayMs();
        world.turn();
        assertFalse(disk.list(LogWorld.PATH).stream().anyMatch(entry -> entry.name().endsWith("-delete")));
    }

    @Test
    void whatIsForcedWhileAPartitionIsDeletedConcernsNeitherTheDirectoryNorTheNextOneOfItsName() {
        for (int turnsBefore = 0; turnsBefore < 6; turnsBefore++) {
            disk.kill();
            world.config = LogConfig.DEFAULT.withFlush(1, Long.MAX_VALUE).withSegmentBytes(200);
            world.start();
            PartitionLog log = world.create();
            LogWorld.append(log, Batches.at(1_000).producer(5, 0, 0).records(2, 50), 1);
            world.directory.turnWrites().writeAll();
            // Forces of two segments, and the files that speak of them, are on their way in every stage there is.
            LogWorld.append(log, Batches.at(1_000).producer(5, 0, 2).records(2, 50), 2);
            world.directory.turnWrites().writeAll();
            for (int i = 0; i < turnsBefore; i++) {
                disk.complete();
            }
            world.directory.delete(log);
            PartitionLog next = world.directory.create(LogWorld.PARTITION, new Uuid(8, 8), world.config, world);
            world.turns(10);
            assertNull(world.offline, "after " + turnsBefore + " turns");
            assertEquals(0, next.logEndOffset());
            assertFalse(disk.exists(LogWorld.PATH + "/orders-0/00000000000000000002.snapshot"));
            world.directory.delete(next);
            world.turns(10);
        }
    }

    @Test
    void leftoversOfCompactionAreResolved() {
        written(10);
        world.stop();
        byte[] whole = disk.content(LOG);
        disk.put(LOG + ".swap", Arrays.copyOf(whole, whole.length));
        disk.put(LogWorld.PATH + "/orders-0/00000000000000000007.log.cleaned", new byte[30]);
        disk.put(LogWorld.PATH + "/orders-0/00000000000000000009.log.deleted", new byte[30]);
        world.config = LogConfig.DEFAULT.withCleanupPolicy(false, true);
        world.start();
        PartitionLog log = world.load();
        assertEquals(10, LogWorld.readAll(log, 0, 500).size());
        assertFalse(disk.list(LogWorld.PATH + "/orders-0").stream().anyMatch(entry -> entry.name().endsWith(".swap")
                || entry.name().endsWith(".cleaned") || entry.name().endsWith(".deleted")));
    }
}
