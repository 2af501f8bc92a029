package dev.seedlog.replica.follow;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.AppendStatus;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.RecordBatch;

/**
 * A partition that this broker follows, in one leader epoch: what its log gets, and where it is cut.
 *
 * <p>Invariants: the log's end is asked for only while everything before it counts as held, so not while a truncation
 * is on its way to the disk, nor, where acknowledgements imply a force, before it was forced. The log is cut only by
 * what the leader of this epoch says, never by this broker's own high watermark.
 */
public final class FollowedPartition {

    private static final long UNKNOWN = -1;

    private final Uuid topicId;
    private final PartitionLog log;
    private final int leaderEpoch;
    private final BatchCursor cursor = new BatchCursor();
    private FollowerStage stage = FollowerStage.FETCHING;
    private BufferSlice appendOnceCut;
    private long leaderHighWatermark = UNKNOWN;
    private long leaderStartOffset = UNKNOWN;
    /** What the leader knows of this partition's position, if its session has it. */
    private boolean inSession;
    private long sessionOffset;
    private int sessionLastEpoch;
    private long sessionHighWatermark;
    private long sessionStartOffset;
    private long retryAtNanos;

    /** Begins to follow the leader of an epoch; what the turn queued for the log has been written. */
    public FollowedPartition(Uuid topicId, PartitionLog log, int leaderEpoch) {
        this.topicId = topicId;
        this.log = log;
        this.leaderEpoch = leaderEpoch;
        if (!log.isAppendable()) {
            stage = FollowerStage.TRUNCATING;
        } else if (log.leaderEpochs().latestEpoch() < 0 && log.logEndOffset() > log.highWatermark()) {
            // Without epochs nobody can say where two logs part; what is committed is the same in both.
            cutTo(log.highWatermark());
        } else {
            // An epoch in which this broker led and appended nothing is no record's epoch.
            log.truncateTo(log.logEndOffset());
        }
        forceIfItCounts();
    }

    private void forceIfItCounts() {
        if (stage == FollowerStage.FETCHING && isForcing()) {
            log.requestForce();
        }
    }

    /** The topic's id. */
    public Uuid topicId() {
        return topicId;
    }

    /** The partition's number. */
    public int partition() {
        return log.partition().partition();
    }

    /** Its log. */
    public PartitionLog log() {
        return log;
    }

    /** The leader's epoch. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    FollowerStage stage() {
        return stage;
    }

    void become(FollowerStage next) {
        Invariant.check(stage.next().contains(next), "replica-follower-stage",
                "a follower goes from " + stage + " to " + next);
        stage = next;
    }

    /** Whether the log's end may be asked for. */
    boolean isReady() {
        return stage == FollowerStage.FETCHING && !isForcing();
    }

    /** Whether what it has got counts only when it is forced. */
    boolean isForcing() {
        return log.config().forcesAcknowledged() && log.forcedEndOffset() < log.logEndOffset();
    }

    /** The epoch of the last record; -1 if there is none. */
    int lastEpoch() {
        return log.leaderEpochs().latestEpoch();
    }

    boolean inSession() {
        return inSession;
    }

    /** Whether the leader would have to be told where this log ends, and how much of it is committed. */
    boolean movedInSession() {
        return !inSession || sessionOffset != log.logEndOffset() || sessionLastEpoch != lastEpoch()
                || sessionHighWatermark != log.highWatermark() || sessionStartOffset != log.logStartOffset();
    }

    void told() {
        inSession = true;
        sessionOffset = log.logEndOffset();
        sessionLastEpoch = lastEpoch();
        sessionHighWatermark = log.highWatermark();
        sessionStartOffset = log.logStartOffset();
    }

    void outOfSession() {
        inSession = false;
    }

    /** Whether what was fetched by the session's newest position continues this log. */
    boolean isAnsweredBySession() {
        return inSession && stage == FollowerStage.FETCHING && sessionOffset == log.logEndOffset();
    }

    long retryAtNanos() {
        return retryAtNanos;
    }

    void backOffUntil(long nanos) {
        become(FollowerStage.BACKING_OFF);
        retryAtNanos = nanos;
    }

    /**
     * Queues what the leader has sent; the turn's end writes it. A batch that is cut off at the end is left out.
     *
     * @return null, or what is wrong with it
     */
    String append(BufferSlice records) {
        int lengthBytes = 0;
        cursor.wrap(records.buffer(), records.offset(), records.lengthBytes());
        BatchCursor.Step step = cursor.next();
        long end = UNKNOWN;
        for (; step == BatchCursor.Step.BATCH; step = cursor.next()) {
            RecordBatch batch = cursor.batch();
            if (batch.partitionLeaderEpoch() > leaderEpoch) {
                // The leader was replaced and follows another; that one is to be asked.
                break;
            }
            if (!batch.isCrcValid() || batch.baseOffset() < 0 || batch.lastOffsetDelta() < 0
                    || batch.recordCount() < 0 || batch.partitionLeaderEpoch() < 0 || batch.baseOffset() < end) {
                return "the batch at " + batch.baseOffset() + " is damaged";
            }
            end = batch.nextOffset();
            lengthBytes += batch.sizeBytes();
        }
        if (step == BatchCursor.Step.CORRUPT) {
            return cursor.problem();
        }
        return lengthBytes == 0 ? null : appendWhole(records.slice(0, lengthBytes));
    }

    private String appendWhole(BufferSlice batches) {
        cursor.wrap(batches.buffer(), batches.offset(), batches.lengthBytes()).next();
        RecordBatch first = cursor.batch();
        boolean empty = log.logEndOffset() == log.logStartOffset();
        if (empty && first.baseOffset() < log.logEndOffset() && first.nextOffset() > log.logEndOffset()) {
            // The leader's log begins within a batch: this one has to begin where the batch does.
            appendOnceCut = BufferSlice.of(batches.toByteArray());
            log.truncateFullyAndStartAt(first.baseOffset());
            become(FollowerStage.TRUNCATING);
            return null;
        }
        AppendStatus status = log.appendAsFollower(batches.buffer(), batches.offset(), batches.lengthBytes()).status();
        return status == AppendStatus.APPENDED ? null
                : "the batch at " + first.baseOffset() + " does not continue a log that ends at " + log.logEndOffset();
    }

    /** What the leader says of its own log; it counts once what came with it is written. */
    void heard(long highWatermark, long startOffset) {
        leaderHighWatermark = highWatermark;
        leaderStartOffset = startOffset;
    }

    /** What was fetched is written: the high watermark and the start follow the leader's. */
    void settle() {
        if (leaderHighWatermark > log.highWatermark()) {
            log.highWatermark(leaderHighWatermark);
        }
        if (stage == FollowerStage.FETCHING && leaderStartOffset > log.logStartOffset()) {
            log.deleteRecordsBefore(Math.min(leaderStartOffset, log.highWatermark()));
        }
    }

    /**
     * The leader's log has the last fetched epoch, or the largest below it, end elsewhere: cuts what cannot be the
     * leader's. If this log does not have that epoch, the next fetch tells more.
     */
    void truncate(EpochEnd leaders) {
        EpochEnd own = log.endOffsetFor(leaders.epoch());
        long end;
        if (own.epoch() < 0) {
            end = leaders.endOffset();
        } else if (own.epoch() == leaders.epoch()) {
            end = Math.min(own.endOffset(), leaders.endOffset());
        } else {
            end = own.endOffset();
        }
        cutTo(end);
    }

    /**
     * Drops what is behind {@code endOffset}; until that is durable nothing is asked for. If the disk fails over it,
     * the directory goes offline at once, and this follower with it.
     */
    void cutTo(long endOffset) {
        FollowerStage next = log.truncateTo(endOffset) ? FollowerStage.TRUNCATING : FollowerStage.FETCHING;
        if (stage != FollowerStage.FAILED && stage != next) {
            become(next);
        }
    }

    /** Drops all, because the leader's log begins behind this one's end. */
    void startAnewAt(long offset) {
        log.truncateFullyAndStartAt(offset);
        if (stage != FollowerStage.FAILED) {
            become(FollowerStage.TRUNCATING);
        }
    }

    /** The truncation is durable. */
    void onAppendable() {
        if (stage != FollowerStage.TRUNCATING) {
            return;
        }
        become(FollowerStage.FETCHING);
        if (appendOnceCut != null) {
            BufferSlice batches = appendOnceCut;
            appendOnceCut = null;
            log.appendAsFollower(batches.buffer(), batches.offset(), batches.lengthBytes());
        }
        forceIfItCounts();
    }

    @Override
    public String toString() {
        return log.partition().topic() + "-" + partition() + " in epoch " + leaderEpoch;
    }
}
