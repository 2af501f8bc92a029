package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.OpenMode;
import dev.seedlog.log.CompactedLog.Header;
import dev.seedlog.record.Compression;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogCleanerTest {

    private CompactedLog compacted = CompactedLog.fresh();

    private String entries() {
        return compacted.entries().toString();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void theNewestValueOfEachKeyStaysWhereItIs(Compression compression) {
        compacted.compression = compression;
        compacted.put("a=1", "b=1", "c=1");
        compacted.put("a=2");
        compacted.put("b=2", "a=3");
        compacted.roll();
        compacted.clean();
        assertEquals("[2:c=1, 4:b=2, 5:a=3]", entries());
        assertEquals(new Header(0, 2, 1, false, -1), compacted.headers().get(0));
    }

    @Test
    void theActiveSegmentIsLeftAlone() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.clean();
        assertEquals("[0:a=1, 1:a=2]", entries());
        compacted.roll();
        compacted.put("a=3");
        compacted.clean();
        assertEquals("[1:a=2, " + (compacted.log.logEndOffset() - 1) + ":a=3]", entries());
    }

    @Test
    void aTombstoneGoesAWhileAfterTheCompactionThatSawItFirst() {
        compacted.put("a=1", "b=1");
        compacted.put("a", "b=2");
        compacted.roll();
        compacted.clean();
        assertEquals("[2:a, 3:b=2]", entries());
        long horizon = compacted.headers().get(0).horizonMs();
        assertTrue(horizon >= compacted.world.nowMs && horizon <= compacted.world.nowMs
                + CompactedLog.DELETE_RETENTION_MS, "horizon " + horizon);
        compacted.roll();
        compacted.clean();
        assertEquals("[2:a, 3:b=2]", entries());
        compacted.world.nowMs = horizon;
        compacted.roll();
        compacted.clean();
        assertEquals("[3:b=2]", entries());
    }

    @Test
    void smallSegmentsBecomeOne() {
        for (int i = 0; i < 40; i++) {
            compacted.put("a=" + i + "x".repeat(100), "b=" + i);
        }
        int before = compacted.log.segmentCount();
        // What they have shrunk to is known when they are compacted once more.
        for (int i = 0; i < 2; i++) {
            compacted.roll();
            compacted.clean();
        }
        assertTrue(before > 10 && compacted.log.segmentCount() < 5,
                before + " and then " + compacted.log.segmentCount());
        assertEquals(0, compacted.log.leaderEpochs().epochOf(3));
        assertEquals(2, compacted.entries().size());
    }

    @Test
    void theFilesOfTheOldSegmentsGoAWhileLater() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        compacted.clean();
        assertTrue(compacted.files().contains("00000000000000000000.log.deleted"), compacted.files().toString());
        compacted.world.nowMs += 70_000;
        compacted.turns(3);
        assertTrue(compacted.files().stream().noneMatch(name -> name.endsWith(".deleted") || name.endsWith(".swap")
                || name.endsWith(".cleaned")), compacted.files().toString());
    }

    @Test
    void theHeaderOfAProducersLastBatchStaysAndItsSequenceWithIt() {
        compacted.putBy(7, 0, false, "a=1");
        compacted.putBy(7, 1, false, "b=1", "a=2");
        compacted.put("a=3", "b=3");
        compacted.roll();
        compacted.clean();
        assertEquals("[3:a=3, 4:b=3]", entries());
        assertEquals(new Header(1, 2, 0, false, -1), compacted.headers().get(0));
        compacted.world.stop();
        compacted.world.disk.list(compacted.log.directory()).stream().map(entry -> entry.name())
                .filter(name -> name.endsWith(".snapshot"))
                .forEach(name -> compacted.world.disk.delete(compacted.log.directory() + "/" + name));
        compacted.restart();
        assertEquals(2, compacted.log.producers().entry(7).lastSequence());
        compacted.putBy(7, 3, false, "c=1");
    }

    @Test
    void recordsOfAbortedTransactionsGoAndTheirMarkersALaterTime() {
        compacted.put("a=1", "b=1");
        compacted.putBy(7, 0, true, "a=undone", "c=undone");
        compacted.end(7, false);
        compacted.putBy(8, 0, true, "b=2");
        compacted.end(8, true);
        compacted.putBy(7, 2, false, "d=1");
        compacted.putBy(8, 1, false, "e=1");
        compacted.roll();
        compacted.clean();
        assertEquals("[0:a=1, 5:b=2, 7:d=1, 8:e=1]", entries());
        assertEquals(2, markers());
        compacted.world.nowMs += 2 * CompactedLog.DELETE_RETENTION_MS;
        compacted.roll();
        compacted.clean();
        assertEquals(2, markers(), "the aborted one is only now found to have nothing left");
        compacted.world.nowMs += 2 * CompactedLog.DELETE_RETENTION_MS;
        compacted.roll();
        compacted.clean();
        assertEquals(1, markers(), "the committed one's record is there");
        assertEquals("[0:a=1, 5:b=2, 7:d=1, 8:e=1]", entries());
        assertEquals(List.of(), compacted.log.abortedTransactions(0, compacted.log.logEndOffset()));
    }

    private long markers() {
        return compacted.headers().stream().filter(Header::control).count();
    }

    @Test
    void anUndecidedTransactionIsNotTouched() {
        compacted.put("a=1");
        compacted.putBy(7, 0, true, "a=2");
        compacted.roll();
        compacted.clean();
        assertTrue(entries().startsWith("[0:a=1, 1:a=2"), entries());
        compacted.end(7, true);
        compacted.roll();
        compacted.clean();
        assertEquals("[1:a=2]", entries());
    }

    @Test
    void aSmallMapIsFilledSeveralTimes() {
        compacted.settings = new CleanerSettings(true, CompactedLog.BACKOFF_MS, 20 * KeyOffsets.SLOT_BYTES, 0.9,
                Double.MAX_VALUE);
        compacted.startCleaner();
        for (int round = 0; round < 3; round++) {
            for (int key = 0; key < 50; key++) {
                compacted.put("k" + key + "=" + round);
            }
        }
        compacted.roll();
        compacted.patienceTurns = 3_000;
        compacted.clean();
        assertEquals(50, compacted.entries().size(), entries());
        assertTrue(compacted.entries().stream().allMatch(entry -> entry.value().equals("2")), entries());
    }

    @Test
    void aMapWithoutRoomForOneBatchIsToldAndTheLogIsServed() {
        compacted.settings = new CleanerSettings(true, CompactedLog.BACKOFF_MS, 1, 0.9, Double.MAX_VALUE);
        compacted.startCleaner();
        String[] batch = new String[30];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = "k" + i + "=1";
        }
        compacted.put(batch);
        compacted.roll();
        compacted.clean();
        assertEquals(30, compacted.entries().size());
    }

    @Test
    void aLogIsLeftAloneUntilEnoughOfItIsNew() {
        compacted.world.config = compacted.world.config.withCompaction(new CompactionConfig(0.5, 0, Long.MAX_VALUE, 1));
        compacted.log.updateConfig(compacted.world.config);
        for (int key = 0; key < 60; key++) {
            compacted.put("k" + key + "=1");
        }
        compacted.roll();
        compacted.clean();
        compacted.put("k0=2");
        compacted.roll();
        compacted.clean();
        assertEquals(61, compacted.entries().size());
        compacted.world.config = compacted.world.config.withCompaction(new CompactionConfig(0.5, 0, 5_000, 1));
        compacted.log.updateConfig(compacted.world.config);
        compacted.world.nowMs += 10_000;
        compacted.clean();
        assertEquals(60, compacted.entries().size(), "what waited for max.compaction.lag.ms is compacted");
    }

    @Test
    void whatIsTooYoungIsLeftAlone() {
        compacted.world.config = compacted.world.config
                .withCompaction(new CompactionConfig(0, 20_000, Long.MAX_VALUE, 1));
        compacted.log.updateConfig(compacted.world.config);
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        compacted.clean();
        assertEquals("[0:a=1, 1:a=2]", entries());
        compacted.world.nowMs += 20_000;
        compacted.clean();
        assertEquals("[1:a=2]", entries());
    }

    @Test
    void aDamagedLogIsNotCompactedAndStaysAsItIs() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        String file = compacted.log.directory() + "/00000000000000000000.log";
        byte[] damaged = SmallFiles.read(compacted.world.disk, file);
        damaged[100] ^= 1;
        compacted.world.disk.open(file, OpenMode.READ_WRITE).write(0,
                new BufferSlice[] {BufferSlice.of(damaged)}, 1);
        compacted.clean();
        assertArrayEquals(damaged, SmallFiles.read(compacted.world.disk, file));
        assertNull(compacted.world.offline);
        compacted.clean();
        assertTrue(compacted.files().stream().noneMatch(name -> name.endsWith(".cleaned")));
    }

    @Test
    void aFullDiskTakesNothingAndCompactionComesAgain() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        MemoryDisk disk = (MemoryDisk) compacted.world.disk;
        disk.failure = DiskException.Kind.NO_SPACE;
        compacted.world.nowMs += CompactedLog.BACKOFF_MS + 1;
        for (int i = 0; compacted.files().stream().noneMatch(name -> name.endsWith(".cleaned")); i++) {
            assertTrue(i < 100, "nothing is compacted");
            compacted.turn();
        }
        disk.operationsUntilFailure = 0;
        compacted.turn();
        disk.operationsUntilFailure = -1;
        compacted.turns(50);
        if (compacted.world.offline == null) {
            compacted.clean();
            assertEquals("[1:a=2]", entries());
        }
    }

    @Test
    void aReadThatFailsWhileItChoosesTakesTheDirectoryOffline() {
        compacted.put("a=1");
        compacted.roll();
        compacted.world.stop();
        compacted.restart();
        ((MemoryDisk) compacted.world.disk).failReads = true;
        compacted.clean();
        assertNotNull(compacted.world.offline);
    }

    @Test
    void howFarItCameIsInTheCheckpoint() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        long end = compacted.log.logEndOffset() - 1;
        compacted.clean();
        byte[] file = SmallFiles.read(compacted.world.disk, LogWorld.PATH + "/" + LogFileNames.CLEANER_OFFSETS);
        assertEquals(Map.of(LogWorld.PARTITION, end), OffsetCheckpoint.decode("file", file));
        compacted.world.stop();
        compacted.restart();
        assertEquals(end, compacted.world.directory.cleanedUpTo(LogWorld.PARTITION));
        compacted.clean();
        assertFalse(compacted.entries().isEmpty());
    }

    @Test
    void aTruncationBelowEndsIt() {
        compacted.put("a=1");
        compacted.put("a=2");
        compacted.roll();
        compacted.world.nowMs += CompactedLog.BACKOFF_MS + 1;
        for (int i = 0; compacted.log.state().cleaning == null; i++) {
            assertTrue(i < 100, "nothing is compacted");
            compacted.turn();
        }
        compacted.log.truncateFullyAndStartAt(100);
        compacted.turns(300);
        assertNull(compacted.log.state().cleaning);
        assertEquals(100, compacted.log.logEndOffset());
        compacted.put("a=3");
        assertEquals("[100:a=3]", entries());
    }
}
