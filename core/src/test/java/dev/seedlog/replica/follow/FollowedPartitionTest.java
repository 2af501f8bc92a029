package dev.seedlog.replica.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.log.PartitionLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedPartitionTest {

    private final FollowedLog one = new FollowedLog();
    private final FollowedLog other = new FollowedLog();

    @Test
    void whatTheLeaderHasIsCopiedAsItIs() {
        one.lead(0).append(2, 3);
        other.follow(0).catchUp(one);
        assertEquals(one.batches(), other.batches());
        assertEquals(5, other.log.logEndOffset());
    }

    @Test
    void theHighWatermarkFollowsTheLeadersAsFarAsThereAreRecords() {
        one.lead(0).append(2, 3);
        one.log.highWatermark(4);
        other.follow(0).fetch(one, 1);
        assertEquals(2, other.log.highWatermark(), "the log ends there");
        other.catchUp(one);
        other.fetch(one, 1_000);
        assertEquals(4, other.log.highWatermark());
    }

    @Test
    void whatAnOldLeaderAppendedAndNobodyGotIsCutAway() {
        one.lead(0).append(2);
        other.follow(0).catchUp(one);
        one.append(3);
        other.lead(1).append(1);
        one.follow(1).catchUp(other);
        assertEquals(other.batches(), one.batches());
        assertEquals(3, one.log.logEndOffset());
        assertEquals(List.of(0L, 2L), one.log.leaderEpochs().entries().stream().map(e -> e.startOffset()).toList());
    }

    @Test
    void itsOwnHighWatermarkCutsNothing() {
        one.lead(0).append(5);
        one.log.highWatermark(5);
        other.follow(0).catchUp(one);
        assertEquals(0, FollowedPartitionTest.lowered(other.log));
        one.lead(1);
        other.follow(1);
        assertEquals(5, other.log.logEndOffset(), "a fast change of leaders must not lose what is committed");
        other.catchUp(one);
        assertEquals(one.batches(), other.batches());
    }

    private static long lowered(PartitionLog log) {
        log.highWatermark(0);
        return log.highWatermark();
    }

    @Test
    void severalEpochsThatTheLeaderDoesNotHaveAreCutOneByOne() {
        one.lead(0).append(2);
        other.follow(0).catchUp(one);
        one.lead(1).append(2).lead(3).append(2).lead(5).append(2);
        other.lead(2).append(1).lead(4).append(1).lead(6).append(1);
        one.follow(6).catchUp(other);
        assertEquals(other.batches(), one.batches());
    }

    @Test
    void anEpochInWhichNothingWasAppendedIsNoReasonToPart() {
        one.lead(0).append(2);
        other.follow(0).catchUp(one);
        other.lead(1);
        one.lead(2).append(1);
        other.follow(2);
        assertEquals(0, other.following.lastEpoch());
        other.catchUp(one);
        assertEquals(one.batches(), other.batches());
    }

    @Test
    void whatIsBehindALeaderThatLostItIsCutAway() {
        one.lead(0).append(2, 2);
        other.follow(0).catchUp(one);
        FollowedLog empty = new FollowedLog().lead(1);
        other.follow(1).fetch(empty, 100);
        assertEquals(0, other.log.logEndOffset());
    }

    @Test
    void aLogThatEndsBeforeItsLeadersBeginsAnew() {
        one.lead(0).append(2, 2, 2);
        one.log.highWatermark(6);
        one.log.deleteRecordsBefore(4);
        other.follow(0).fetch(one, 1_000);
        assertEquals(4, other.log.logStartOffset());
        other.catchUp(one);
        assertEquals(one.batches(), other.batches());
        assertEquals(4, other.log.logStartOffset());
    }

    @Test
    void aLogWhoseLeadersBeginsWithinABatchBeginsWhereTheBatchDoes() {
        one.lead(0).append(4, 2);
        one.log.highWatermark(6);
        one.log.deleteRecordsBefore(2);
        other.follow(0).fetch(one, 1_000);
        other.fetch(one, 1_000);
        other.fetch(one, 1_000);
        assertEquals(6, other.log.logEndOffset());
        assertEquals(2, other.log.logStartOffset(), "but its records are those from the leader's start on");
        assertEquals(one.batches(), other.batches());
    }

    @Test
    void theStartFollowsTheLeaders() {
        one.lead(0).append(2, 2);
        one.log.highWatermark(4);
        other.follow(0).catchUp(one);
        one.log.deleteRecordsBefore(3);
        other.fetch(one, 1_000);
        assertEquals(3, other.log.logStartOffset());
    }

    @Test
    void nothingIsAskedForUntilATruncationIsDurable() {
        one.lead(0).append(2);
        other.follow(0).catchUp(one);
        one.append(2);
        other.lead(1);
        one.settle();
        one.following = new FollowedPartition(new Uuid(7, 9), one.log, 1);
        one.following.truncate(other.log.endOffsetFor(0));
        assertEquals(FollowerStage.TRUNCATING, one.following.stage());
        assertFalse(one.following.isReady());
        one.settle();
        assertTrue(one.following.isReady());
    }

    /** The directory goes offline within the call, and whoever hears of it lets go of the partition. */
    @Test
    void aDiskThatFailsOverATruncationEndsIt() {
        one.lead(0).append(2);
        other.follow(0).catchUp(one);
        one.append(2);
        other.lead(1);
        one.settle();
        one.following = new FollowedPartition(new Uuid(7, 9), one.log, 1);
        one.world.whenOffline = () -> one.following.become(FollowerStage.FAILED);
        one.disk.operationsUntilFailure(0);
        one.following.truncate(other.log.endOffsetFor(0));
        assertEquals(FollowerStage.FAILED, one.following.stage());
    }

    @Test
    void whereAForceCountsNothingIsAskedForBeforeIt() {
        LogWorld world = LogWorld.on(new MemoryDisk());
        world.config = world.config.withForcesAcknowledged(true);
        world.start();
        PartitionLog log = world.create();
        FollowedPartition following = new FollowedPartition(new Uuid(7, 9), log, 0);
        one.lead(0).append(2);
        LogRead read = one.log.read(0, 1_000, true, 2);
        assertNull(following.append(BufferSlice.of(FollowedLog.bytes(read))));
        log.write();
        assertFalse(following.isReady());
        world.turns(5);
        assertTrue(following.isReady());
    }

    @Test
    void damagedBytesAreNotTaken() {
        one.lead(0).append(2);
        byte[] records = FollowedLog.bytes(one.log.read(0, 1_000, true, 2));
        other.follow(0);
        for (int i = 12; i < records.length; i++) {
            byte[] damaged = records.clone();
            damaged[i] ^= 0x10;
            String problem = other.take(damaged, 2, 0);
            boolean epochField = i >= 12 && i < 16;
            assertTrue(problem != null || other.log.logEndOffset() == 0 || epochField, "byte " + i);
            if (other.log.logEndOffset() > 0) {
                other.log.truncateTo(0);
                other.settle();
            }
        }
        assertNull(other.take(records, 2, 0));
        assertEquals(2, other.log.logEndOffset());
    }

    @Test
    void recordsThatDoNotContinueTheLogAreNotTaken() {
        one.lead(0).append(2, 2);
        other.follow(0).catchUp(one);
        assertNotNull(other.take(FollowedLog.bytes(one.log.read(0, 1, true, 4)), 4, 0));
        assertEquals(4, other.log.logEndOffset());
    }

    @Test
    void recordsOfALaterEpochAreLeftToThatEpochsLeader() {
        one.lead(3).append(2);
        other.follow(2);
        assertNull(other.take(FollowedLog.bytes(one.log.read(0, 1_000, true, 2)), 2, 0));
        assertEquals(0, other.log.logEndOffset());
    }
}
