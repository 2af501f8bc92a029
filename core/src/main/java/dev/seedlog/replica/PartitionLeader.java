package dev.seedlog.replica;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.log.AppendOrigin;
import dev.seedlog.log.AppendResult;
import dev.seedlog.log.AppendStatus;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.record.BatchRewriter;
import dev.seedlog.record.BatchValidation;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.TimestampType;
import dev.seedlog.wire.ErrorCode;
import org.agrona.MutableDirectBuffer;

/**
 * A partition as its leader serves it, for one leader epoch.
 *
 * <p>Invariant: log start offset &lt;= high watermark &lt;= log end offset, and the high watermark never goes back in
 * an epoch. What clients read, and what acks=all acknowledges, ends at the high watermark.
 */
public final class PartitionLeader {

    private final PartitionLog log;
    private final int leaderEpoch;
    private final AppendTools tools;
    private final long epochStartOffset;
    private final WaitList waiters = new WaitList();
    private TopicSettings settings;
    private int replicas;
    private int inSyncReplicas;
    private ErrorCode end;

    /** Begins to lead; {@link #updateReplicas} must follow before anything is appended. */
    PartitionLeader(PartitionLog log, int leaderEpoch, TopicSettings settings, AppendTools tools) {
        this.log = log;
        this.leaderEpoch = leaderEpoch;
        this.settings = settings;
        this.tools = tools;
        this.epochStartOffset = log.logEndOffset();
        log.beginEpoch(leaderEpoch);
        moveHighWatermark();
        if (settings.forcedAcks() && log.forcedEndOffset() < log.logEndOffset()) {
            log.requestForce();
        }
    }

    /** The log that it leads. */
    public PartitionLog log() {
        return log;
    }

    /** The epoch that it leads in. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /** Behind the last record that readers of committed records may see. */
    public long highWatermark() {
        return log.highWatermark();
    }

    /**
     * Whether the high watermark can be told as the log's end. Before it has reached the start of this epoch it may be
     * lower than one that was told before, and clients must not see the end go back (KIP-207).
     */
    public boolean knowsEnd() {
        return highWatermark() >= epochStartOffset;
    }

    /** What the topic's configuration says. */
    public TopicSettings settings() {
        return settings;
    }

    /** Whether this epoch has ended here. */
    public boolean over() {
        return end != null;
    }

    /** Why this epoch has ended here; null while it has not. */
    ErrorCode ended() {
        return end;
    }

    /**
     * Takes what a producer sent. It is validated, numbered and queued; the turn's end writes it.
     *
     * @param batch the records as they lie in the receive buffer, which is changed in place
     */
    public AppendOutcome append(BufferSlice batch, Acks acks, short produceVersion) {
        if (acks == Acks.ALL && !hasEnoughInSync()) {
            return AppendOutcome.refused(ErrorCode.NOT_ENOUGH_REPLICAS, inSyncReplicas + " of " + replicas
                    + " replicas are in sync, fewer than min.insync.replicas=" + settings.minInsyncReplicas()
                    + " wants");
        }
        long nowMs = tools.clock().epochMillis();
        BatchValidation validation = tools.validator().validate(batch.buffer(), batch.offset(), batch.lengthBytes(),
                settings.rules(), produceVersion, nowMs);
        if (!validation.isValid()) {
            return AppendOutcome.refused(validation.error().errorCode(), validation.message(), validation.defects());
        }
        RecordBatch received = tools.batch().wrap(batch.buffer(), batch.offset());
        if (received.isTransactional()) {
            return AppendOutcome.refused(ErrorCode.INVALID_TXN_STATE, "transactions are not served");
        }
        BufferSlice stored = validation.rewriteNeeded()
                ? rewritten(received, validation) : batch.slice(0, validation.batchSizeBytes());
        if (stored.lengthBytes() > settings.rules().maxBatchBytes()) {
            return AppendOutcome.refused(ErrorCode.MESSAGE_TOO_LARGE, "the batch has " + stored.lengthBytes()
                    + " bytes as the topic stores it, more than max.message.bytes");
        }
        return append(writable(stored), validation.maxTimestamp());
    }

    /**
     * Whether enough replicas are in sync for records that are to survive the loss of some of them. As in Kafka, a
     * minimum that is more than there are replicas means all of them.
     */
    public boolean hasEnoughInSync() {
        return inSyncReplicas >= Math.min(settings.minInsyncReplicas(), replicas);
    }

    /** Takes records of a coordinator of this node, in one batch that it built. */
    public AppendOutcome appendInternal(BufferSlice batch) {
        return queue(writable(batch), AppendOrigin.COORDINATOR, false);
    }

    /**
     * Finds batches for a reader, in memory; cold ones are prefetched, and wake who waits for this partition.
     *
     * @param committedOnly whether the reader sees nothing behind the last stable offset
     * @throws LogDirectoryOffline if the log's directory is offline
     */
    public LogRead read(long offset, int mostBytes, boolean minOneBatch, boolean committedOnly) {
        return log.readWarm(offset, mostBytes, minOneBatch,
                committedOnly ? log.lastStableOffset() : highWatermark());
    }

    /** Whether a producer that wanted this much may be answered: its records are where it asked for them to be. */
    boolean acknowledges(long endOffset, Acks acks) {
        return switch (acks) {
            case ALL -> highWatermark() >= endOffset;
            case LEADER -> (settings.forcedAcks() ? log.forcedEndOffset() : log.logEndOffset()) >= endOffset;
            case NONE -> log.logEndOffset() >= endOffset;
        };
    }

    void await(Waiter waiter) {
        waiters.add(waiter);
    }

    /** The log has grown, or more of it is forced. */
    void logMoved() {
        moveHighWatermark();
        if (!waiters.isEmpty()) {
            waiters.wake(this);
        }
    }

    void updateSettings(TopicSettings newSettings) {
        settings = newSettings;
    }

    /** What the metadata says: how many replicas there are, and how many are in sync, this one included each time. */
    void updateReplicas(int count, int inSyncCount) {
        replicas = count;
        inSyncReplicas = inSyncCount;
    }

    /** Ends the epoch here: all that waits is told why. */
    void end(ErrorCode why) {
        end = why;
        waiters.abort(this, why);
    }

    /**
     * With one replica, what the leader has is what all in sync have. What was below the high watermark before a
     * restart stays there, even if this process does not know that it was forced.
     */
    private void moveHighWatermark() {
        long end = settings.forcedAcks() ? log.forcedEndOffset() : log.logEndOffset();
        log.highWatermark(Math.max(log.highWatermark(), end));
        Invariant.check(log.highWatermark() <= log.logEndOffset(), "replica-high-watermark",
                "the high watermark is not behind the log's end", log.highWatermark(), log.logEndOffset());
    }

    private AppendOutcome append(BufferSlice batch, long timestampMs) {
        boolean logAppendTime = settings.rules().timestampType() == TimestampType.LOG_APPEND_TIME;
        MutableRecordBatch mutable = tools.mutableBatch().wrap((MutableDirectBuffer) batch.buffer(), batch.offset());
        if (logAppendTime || mutable.batch().maxTimestamp() != timestampMs) {
            mutable.maxTimestamp(settings.rules().timestampType(), timestampMs);
            mutable.sealCrc();
        }
        return queue(batch, AppendOrigin.CLIENT, logAppendTime);
    }

    private AppendOutcome queue(BufferSlice batch, AppendOrigin origin, boolean logAppendTime) {
        Invariant.check(end == null, "replica-epoch-over", "nothing is appended in an epoch that has ended");
        try {
            AppendResult result = log.appendAsLeader((MutableDirectBuffer) batch.buffer(), batch.offset(),
                    batch.lengthBytes(), leaderEpoch, origin);
            if (!result.isInLog()) {
                return AppendOutcome.refused(ErrorCode.forCode(result.status().errorCode()), null);
            }
            boolean stamped = logAppendTime || result.status() == AppendStatus.DUPLICATE
                    && settings.rules().timestampType() == TimestampType.LOG_APPEND_TIME;
            return AppendOutcome.inLog(result.baseOffset(), result.lastOffset() + 1,
                    stamped ? result.timestampMs() : -1);
        } catch (LogDirectoryOffline e) {
            return AppendOutcome.refused(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage());
        }
    }

    private BufferSlice rewritten(RecordBatch received, BatchValidation validation) {
        BatchRewriter rewriter = tools.rewriter(settings.compressionLevels(), settings.rules().maxDecompressedBytes());
        return rewriter.rewrite(received, validation.storedAs());
    }

    /** The receive buffers are writable; what is not, because somebody else owns it, is copied. */
    private static BufferSlice writable(BufferSlice bytes) {
        return bytes.buffer() instanceof MutableDirectBuffer ? bytes : BufferSlice.of(bytes.toByteArray());
    }
}
