package dev.seedlog.replica.follow;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.Batches;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.log.PartitionLog;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The log of one replica on a disk of its own, which leads or follows as the test says. */
final class FollowedLog {

    private static final Uuid TOPIC = new Uuid(7, 9);

    final MemoryDisk disk = new MemoryDisk();
    final LogWorld world = LogWorld.on(disk).start();
    final PartitionLog log = world.create();
    FollowedPartition following;
    private int epoch;

    /** Leads from now on. */
    FollowedLog lead(int leaderEpoch) {
        settle();
        following = null;
        epoch = leaderEpoch;
        log.beginEpoch(leaderEpoch);
        return this;
    }

    /** As a leader, appends batches of so many records each. */
    FollowedLog append(int... records) {
        for (int count : records) {
            world.nowMs++;
            LogWorld.append(log, Batches.at(world.nowMs).records(count, 10), epoch);
            log.write();
        }
        return this;
    }

    /** Follows from now on. */
    FollowedLog follow(int leaderEpoch) {
        settle();
        following = new FollowedPartition(TOPIC, log, leaderEpoch);
        return this;
    }

    /** One fetch from the leader, as its broker would answer it. */
    void fetch(FollowedLog leader, int mostBytes) {
        following.told();
        PartitionLog leaders = leader.log;
        if (following.lastEpoch() >= 0) {
            EpochEnd end = leaders.endOffsetFor(following.lastEpoch());
            if (end.epoch() < following.lastEpoch() || end.endOffset() < log.logEndOffset()) {
                following.truncate(end);
                settle();
                return;
            }
        }
        LogRead read = leaders.read(log.logEndOffset(), mostBytes, true, leaders.logEndOffset());
        if (read.outOfRange()) {
            if (leaders.logEndOffset() < log.logEndOffset()) {
                following.cutTo(leaders.logEndOffset());
            } else {
                following.startAnewAt(leaders.logStartOffset());
            }
            settle();
            return;
        }
        take(bytes(read), leaders.highWatermark(), leaders.logStartOffset());
    }

    String take(byte[] records, long highWatermark, long startOffset) {
        String problem = records.length == 0 ? null : following.append(BufferSlice.of(records));
        if (problem == null) {
            log.write();
            following.heard(highWatermark, startOffset);
            following.settle();
        }
        settle();
        return problem;
    }

    /** Forces complete, and a truncation with them. */
    void settle() {
        for (int i = 0; i < 10; i++) {
            world.nowMs++;
            world.turn();
        }
        if (following != null && log.isAppendable()) {
            following.onAppendable();
            log.write();
            following.settle();
        }
    }

    static byte[] bytes(LogRead read) {
        if (read.region() == null) {
            return new byte[0];
        }
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[read.sizeBytes()]);
        read.region().read(0, bytes, 0, bytes.capacity());
        read.region().release();
        return bytes.byteArray();
    }

    void catchUp(FollowedLog leader) {
        for (int i = 0; i < 200 && (log.logEndOffset() != leader.log.logEndOffset() || !batches().equals(
                leader.batches())); i++) {
            fetch(leader, 150);
        }
    }

    List<LogWorld.Read> batches() {
        return LogWorld.readAll(log, log.logStartOffset(), 1_000);
    }
}
