package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.log.LogWorld.Read;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PartitionLogTest {

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk).start();

    private PartitionLog withBatches(int batches, int records) {
        PartitionLog log = world.create();
        for (int i = 0; i < batches; i++) {
            LogWorld.append(log, Batches.at(1_000L * (i + 1)).records(records, 20), 3);
            world.turn();
        }
        return log;
    }

    @Test
    void whatIsQueuedCountsOnlyAfterTheWrite() {
        PartitionLog log = world.create();
        AppendResult first = LogWorld.append(log, Batches.at(1).records(3, 10), 0);
        AppendResult second = LogWorld.append(log, Batches.at(2).records(2, 10), 0);
        assertEquals(0, first.baseOffset());
        assertEquals(3, second.baseOffset());
        assertEquals(4, second.lastOffset());
        assertEquals(0, log.logEndOffset());
        assertNull(log.read(0, 1_000, true, Long.MAX_VALUE).region());
        long before = disk.operations();
        world.turn();
        assertEquals(5, log.logEndOffset());
        assertEquals(1, disk.operations() - before, "one write for both");
        assertEquals(1, world.written);
    }

    @Test
    void aReadBeginsWithTheBatchThatHasTheOffset() {
        PartitionLog log = withBatches(10, 5);
        List<Read> found = new ArrayList<>();
        LogWorld.decode(log.read(13, 1_000_000, false, Long.MAX_VALUE), found);
        assertEquals(10, found.get(0).baseOffset());
        assertEquals(49, found.get(found.size() - 1).lastOffset());
        assertTrue(log.read(51, 100, true, Long.MAX_VALUE).outOfRange());
        assertFalse(log.read(50, 100, true, Long.MAX_VALUE).outOfRange());
    }

    @Test
    void aReadEndsBeforeTheUpperBound() {
        PartitionLog log = withBatches(10, 5);
        List<Read> found = new ArrayList<>();
        LogWorld.decode(log.read(0, 1_000_000, false, 25), found);
        assertEquals(24, found.get(found.size() - 1).lastOffset());
        assertNull(log.read(25, 1_000_000, true, 25).region());
    }

    @Test
    void aBatchLargerThanMaxBytesIsReadOnlyIfOneIsWantedInAnyCase() {
        PartitionLog log = withBatches(2, 5);
        assertEquals(10, log.read(0, 10, false, Long.MAX_VALUE).sizeBytes());
        LogRead one = log.read(0, 10, true, Long.MAX_VALUE);
        List<Read> found = new ArrayList<>();
        LogWorld.decode(one, found);
        assertEquals(1, found.size());
    }

    @Test
    void segmentsRollBySizeAndAreReadAsOneLog() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000).withIndexIntervalBytes(100);
        PartitionLog log = withBatches(40, 4);
        assertTrue(log.segmentCount() > 5, "segments " + log.segmentCount());
        assertEquals(40, LogWorld.readAll(log, 0, 300).size());
        assertEquals(1, LogWorld.readAll(log, 157, 300).size());
    }

    @Test
    void aReadSaysWhetherTheSegmentThatItEndedWithCanStillGrow() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000).withIndexIntervalBytes(100);
        PartitionLog log = withBatches(40, 4);
        assertTrue(log.read(0, 100_000, false, Long.MAX_VALUE).inOlderSegment());
        assertFalse(log.read(157, 100_000, false, Long.MAX_VALUE).inOlderSegment());
        assertFalse(log.read(160, 100_000, false, Long.MAX_VALUE).inOlderSegment());
    }

    @Test
    void segmentsRollByTheTimeBetweenRecords() {
        world.config = LogConfig.DEFAULT.withSegmentMs(2_500);
        PartitionLog log = withBatches(10, 1);
        assertEquals(4, log.segmentCount());
    }

    @Test
    void aTimestampIsFoundInItsFirstBatch() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000).withIndexIntervalBytes(100);
        PartitionLog log = withBatches(40, 4);
        assertEquals(0, log.batchByTimestamp(0, 0).baseOffset());
        assertEquals(4 * 19, log.batchByTimestamp(20_000, 0).baseOffset());
        assertEquals(4 * 20, log.batchByTimestamp(20_004, 0).baseOffset());
        assertNull(log.batchByTimestamp(40_004, 0));
        assertEquals(156, log.batchOfMaxTimestamp().baseOffset());
    }

    @Test
    void aTruncationIsDurableBeforeTheNextAppend() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000).withIndexIntervalBytes(100);
        PartitionLog log = withBatches(40, 4);
        world.turns(5);
        assertTrue(log.truncateTo(50));
        assertEquals(48, log.logEndOffset(), "the batch with the offset goes as a whole");
        assertFalse(log.isAppendable());
        UnsafeBuffer batch = Batches.at(1).records(1, 1);
        assertThrows(InvariantViolation.class, () -> LogWorld.append(log, batch, 4));
        assertTrue(log.recoveryPoint() <= 48);
        world.turns(5);
        assertEquals(1, world.appendable);
        LogWorld.append(log, batch, 4);
        world.turn();
        assertEquals(13, LogWorld.readAll(log, 0, 300).size());
        assertEquals(new EpochEnd(3, 48), log.endOffsetFor(3));
    }

    @Test
    void aLogCanBeginAnewAnywhere() {
        PartitionLog log = withBatches(10, 5);
        log.truncateFullyAndStartAt(1_000);
        assertEquals(1_000, log.logStartOffset());
        assertEquals(1_000, log.logEndOffset());
        world.turns(5);
        UnsafeBuffer batch = Batches.at(5).offset(1_000, 7).records(2, 5);
        assertEquals(AppendStatus.APPENDED, log.appendAsFollower(batch, 0, batch.capacity()).status());
        world.turn();
        assertEquals(1_002, log.logEndOffset());
        assertEquals(7, log.leaderEpochs().latestEpoch());
    }

    @Test
    void aFollowerRefusesBatchesThatDoNotContinueTheLog() {
        PartitionLog log = withBatches(2, 5);
        UnsafeBuffer overlapping = Batches.at(5).offset(9, 3).records(2, 5);
        assertEquals(AppendStatus.UNEXPECTED_OFFSET,
                log.appendAsFollower(overlapping, 0, overlapping.capacity()).status());
        UnsafeBuffer older = Batches.at(5).offset(10, 2).records(2, 5);
        assertEquals(AppendStatus.UNEXPECTED_OFFSET, log.appendAsFollower(older, 0, older.capacity()).status());
        world.turn();
        assertEquals(10, log.logEndOffset());
    }

    @Test
    void recordsAreForcedTogetherWhenAcknowledgementsNeedIt() {
        world.config = LogConfig.DEFAULT.withForcesAcknowledged(true);
        PartitionLog log = world.create();
        LogWorld.append(log, Batches.at(1).records(3, 10), 0);
        LogWorld.append(log, Batches.at(2).records(3, 10), 0);
        world.turn();
        assertEquals(0, log.forcedEndOffset());
        LogWorld.append(log, Batches.at(3).records(3, 10), 0);
        world.turn();
        assertEquals(6, log.forcedEndOffset(), "what was written during the force is not covered by it");
        world.turns(5);
        assertEquals(9, log.forcedEndOffset());
        assertEquals(9, log.recoveryPoint());
        assertEquals(9, world.forcedEnd);
    }

    @Test
    void flushMessagesAndFlushMsForce() {
        world.config = LogConfig.DEFAULT.withFlush(5, Long.MAX_VALUE);
        PartitionLog log = withBatches(2, 2);
        world.turns(5);
        assertEquals(0, log.forcedEndOffset());
        LogWorld.append(log, Batches.at(1).records(1, 1), 3);
        world.turns(5);
        assertEquals(5, log.forcedEndOffset());
        log.updateConfig(LogConfig.DEFAULT.withFlush(Long.MAX_VALUE, 500));
        LogWorld.append(log, Batches.at(1).records(1, 1), 3);
        world.turns(5);
        assertEquals(5, log.forcedEndOffset());
        world.nowMs += 500;
        world.turns(5);
        assertEquals(6, log.forcedEndOffset());
    }

    @Test
    void retentionBySizeMovesTheStartAndDeletesFilesLater() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000).withRetention(-1, 3_000)
                .withFileDeleteDelayMs(10_000);
        PartitionLog log = withBatches(40, 4);
        assertEquals(0, log.applyRetention(), "nothing above the high watermark goes");
        log.highWatermark(log.logEndOffset());
        assertTrue(log.applyRetention() > 0);
        assertTrue(log.logStartOffset() > 0);
        world.turns(3);
        assertTrue(log.sizeBytes() >= 3_000 && log.sizeBytes() < 4_200, "size " + log.sizeBytes());
        assertTrue(disk.list(log.directory()).stream().anyMatch(e -> e.name().endsWith(".deleted")));
        world.nowMs += 10_000;
        world.turn();
        assertFalse(disk.list(log.directory()).stream().anyMatch(e -> e.name().endsWith(".deleted")));
        assertTrue(log.read(0, 1, true, Long.MAX_VALUE).outOfRange());
    }

    @Test
    void retentionByTimeTakesTheActiveSegmentToo() {
        world.config = LogConfig.DEFAULT.withRetention(60_000, -1);
        PartitionLog log = withBatches(3, 4);
        log.highWatermark(12);
        assertEquals(1, log.applyRetention());
        world.turns(3);
        assertEquals(12, log.logStartOffset());
        assertEquals(12, log.logEndOffset());
        assertEquals(0, log.sizeBytes());
    }

    /** What is cut is one thing, and who the producers are is found in what stays. */
    @Test
    void aTruncationWaitsUntilWhatIsDamagedIsRestored() {
        world.config = LogConfig.DEFAULT.withIndexIntervalBytes(100);
        PartitionLog log = withBatches(10, 5);
        String path = log.directory() + "/00000000000000000000.log";
        int magicOfSecond = disk.content(path).length / 10 + 16;
        change(path, magicOfSecond, 0);
        assertTrue(log.truncateTo(40));
        world.turns(10);
        assertFalse(log.isAppendable());
        assertNull(world.offline, "one log is damaged, not the directory");
        change(path, magicOfSecond, 2);
        world.nowMs += 10_000;
        world.turns(10);
        assertTrue(log.isAppendable());
        assertEquals(40, log.logEndOffset());
    }

    private void change(String path, int position, int to) {
        byte[] content = disk.content(path);
        content[position] = (byte) to;
        disk.put(path, content);
    }

    @Test
    void recordsAreDeletedUpToTheHighWatermark() {
        PartitionLog log = withBatches(10, 5);
        log.highWatermark(20);
        assertFalse(log.deleteRecordsBefore(21));
        assertTrue(log.deleteRecordsBefore(17));
        assertEquals(17, log.logStartOffset());
        assertTrue(log.read(16, 100, true, Long.MAX_VALUE).outOfRange());
        assertNotNull(log.read(17, 100, true, Long.MAX_VALUE).region());
    }

    /** After a power cut some of the segments would be there, others not, and the checkpoint would vouch for all. */
    @Test
    void noSegmentGoesBeforeTheStartBehindItIsDurable() {
        world.config = LogConfig.DEFAULT.withSegmentBytes(1_000);
        PartitionLog log = withBatches(40, 4);
        log.highWatermark(160);
        log.deleteRecordsBefore(40);
        log.deleteRecordsBefore(120);
        for (int turn = 0; turn < 20; turn++) {
            world.turn();
            byte[] starts = SmallFiles.read(disk, LogWorld.PATH + "/" + LogFileNames.LOG_STARTS);
            long start = starts == null ? 0
                    : OffsetCheckpoint.decode("starts", starts).getOrDefault(LogWorld.PARTITION, 0L);
            assertTrue(firstSegment(log) <= start, firstSegment(log) + " is the first, " + start + " the start");
        }
        assertTrue(firstSegment(log) > 40);
    }

    private long firstSegment(PartitionLog log) {
        return disk.list(log.directory()).stream().filter(entry -> entry.name().endsWith(LogFileNames.LOG))
                .mapToLong(entry -> LogFileNames.offsetOf(entry.name())).min().orElseThrow();
    }

    @Test
    void abortedTransactionsAreFoundAndTheStableOffsetWaits() {
        PartitionLog log = world.create();
        LogWorld.append(log, Batches.at(1).producer(5, 0, 0).transactional().records(3, 5), 0);
        LogWorld.append(log, Batches.at(2).producer(6, 0, 0).transactional().records(2, 5), 0);
        world.turn();
        log.highWatermark(5);
        assertEquals(0, log.lastStableOffset());
        UnsafeBuffer abort = Batches.at(3).producer(5, 0, -1).marker(false, 1);
        log.appendAsLeader(abort, 0, abort.capacity(), 0, AppendOrigin.COORDINATOR);
        world.turn();
        log.highWatermark(6);
        assertEquals(3, log.lastStableOffset());
        assertEquals(List.of(new AbortedTransaction(5, 0, 5, 3)), log.abortedTransactions(0, 6));
        assertEquals(List.of(), log.abortedTransactions(6, 10));
        UnsafeBuffer commit = Batches.at(4).producer(6, 0, -1).marker(true, 1);
        log.appendAsLeader(commit, 0, commit.capacity(), 0, AppendOrigin.COORDINATOR);
        world.turn();
        assertEquals(3, log.lastStableOffset());
        log.highWatermark(7);
        assertEquals(7, log.lastStableOffset());
    }
}
