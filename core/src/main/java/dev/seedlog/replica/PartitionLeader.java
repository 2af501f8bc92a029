package dev.seedlog.replica;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.log.AppendOrigin;
import dev.seedlog.log.AppendResult;
import dev.seedlog.log.AppendStatus;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.record.BatchRewriter;
import dev.seedlog.record.BatchValidation;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.TimestampType;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * A partition as its leader serves it, for one leader epoch.
 *
 * <p>Invariant: log start offset &lt;= high watermark &lt;= log end offset, and the high watermark never goes back in
 * an epoch. What clients read, and what acks=all acknowledges, ends at the high watermark.
 */
public final class PartitionLeader extends ServedPartition {

    private final PartitionLog log;
    private final int leaderEpoch;
    private final LeaderContext context;
    private final AppendTools tools;
    private final InSyncReplicas replicas;
    private final long epochStartOffset;
    private final WaitList waiters = new WaitList();
    private TopicSettings settings;
    private ErrorCode end;

    /** Begins to lead. */
    PartitionLeader(PartitionLog log, PartitionImage image, TopicSettings settings, LeaderContext context) {
        super(log, image.leaderEpoch());
        this.log = log;
        this.leaderEpoch = image.leaderEpoch();
        this.settings = settings;
        this.context = context;
        this.tools = context.tools();
        this.replicas = new InSyncReplicas(context, image);
        this.epochStartOffset = log.logEndOffset();
        log.beginEpoch(leaderEpoch);
        moveHighWatermark();
        if (settings.forcedAcks() && log.forcedEndOffset() < log.logEndOffset()) {
            log.requestForce();
        }
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
            return AppendOutcome.refused(ErrorCode.NOT_ENOUGH_REPLICAS, replicas.committedCount() + " of "
                    + replicas.replicaCount() + " replicas are in sync, fewer than min.insync.replicas="
                    + settings.minInsyncReplicas() + " wants");
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
        return replicas.committedCount() >= leastInSync();
    }

    private int leastInSync() {
        return Math.min(settings.minInsyncReplicas(), replicas.replicaCount());
    }

    /** Takes records of a coordinator of this node, in one batch that it built. */
    public AppendOutcome appendInternal(BufferSlice batch) {
        return queue(writable(batch), AppendOrigin.COORDINATOR, false);
    }

    /**
     * Finds batches for a follower, up to the log's end; cold ones are prefetched.
     *
     * @throws LogDirectoryOffline if the log's directory is offline
     */
    public LogRead readForFollower(long offset, int mostBytes, boolean minOneBatch) {
        return log.readWarm(offset, mostBytes, minOneBatch, log.logEndOffset());
    }

    /**
     * Whether a broker may fetch as a follower.
     *
     * @param brokerEpoch which incarnation it says it is; -1 if it does not say
     * @param knowsLeaderEpoch whether it named this leader's epoch
     * @return UNKNOWN_LEADER_EPOCH or NOT_LEADER_OR_FOLLOWER if it is none of this partition's, as far as is known
     *     here, or an incarnation that has been replaced (KIP-903)
     */
    public ErrorCode checkFollower(int brokerId, long brokerEpoch, boolean knowsLeaderEpoch) {
        if (replicas.follower(brokerId) == null) {
            return knowsLeaderEpoch ? ErrorCode.UNKNOWN_LEADER_EPOCH : ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        return brokerEpoch >= 0 && brokerEpoch < context.brokers().epoch(brokerId)
                ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.NONE;
    }

    /**
     * A follower, which was checked, fetches from {@code offset}: it has all before, and that is what this log has.
     *
     * @param logStartOffset where the follower's log begins
     */
    public void followerFetched(int brokerId, long brokerEpoch, long offset, long logStartOffset) {
        FollowerState follower = replicas.follower(brokerId);
        if (follower == null || over()) {
            return;
        }
        long before = follower.endOffset();
        long startBefore = follower.startOffset();
        follower.fetched(brokerEpoch, offset, logStartOffset, log.logEndOffset(), context.nowNanos());
        if (replicas.mayExpand(follower) && offset >= highWatermark() && offset >= epochStartOffset) {
            propose(replicas.expandBy(follower));
        }
        if (before != offset && moveHighWatermark() || startBefore != logStartOffset) {
            context.moved().accept(log);
        }
    }

    /** Followers that have not kept up for too long are to leave the ISR; called now and then. */
    void shrinkIsr() {
        List<BrokerState> kept = replicas.shrink(log.logEndOffset());
        if (kept != null) {
            propose(kept);
        }
    }

    private void propose(List<BrokerState> isr) {
        context.proposals().propose(new IsrProposal(log.topicId(), log.partition().partition(), leaderEpoch,
                replicas.partitionEpoch(), isr, new Proposed()));
    }

    /**
     * Moves the log's start to {@code offset}, which must not be behind the high watermark; followers hear of it.
     *
     * @throws LogDirectoryOffline if the log's directory is offline
     */
    public void deleteRecordsBefore(long offset) {
        log.deleteRecordsBefore(offset);
        context.moved().accept(log);
    }

    /** What is deleted everywhere: the least start of the logs of all replicas that live. */
    public long lowWatermark() {
        return replicas.leastStart(log.logStartOffset());
    }

    /** Whether a producer that wanted this much may be answered: its records are where it asked for them to be. */
    boolean acknowledges(long endOffset, Acks acks) {
        return switch (acks) {
            case ALL -> highWatermark() >= endOffset;
            case LEADER -> (settings.forcedAcks() ? log.forcedEndOffset() : log.logEndOffset()) >= endOffset;
            case NONE -> log.logEndOffset() >= endOffset;
        };
    }

    @Override
    void await(Waiter waiter) {
        waiters.add(waiter);
    }

    /**
     * The followers from which a consumer may read what comes at {@code offset} (KIP-392): those in the ISR whose logs
     * reach there. One that is not in sync may lag for ever, and its readers with it.
     */
    public List<ReadableFollower> readableFollowers(long offset) {
        return replicas.readable(offset);
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

    /**
     * What to tell a producer whose records are where it asked for them to be: they may have got there while fewer are
     * in sync than it relies on.
     */
    ErrorCode verdict(Acks acks) {
        return acks == Acks.ALL && replicas.maximalCount() < leastInSync()
                ? ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND : ErrorCode.NONE;
    }

    /** What the metadata says of the partition, in this same epoch. */
    void update(PartitionImage image) {
        replicas.update(image);
        moveHighWatermark();
        // A wait may be over though nothing moved: who waits for all that live, or relies on so many, looks again.
        context.moved().accept(log);
    }

    private void noteIfMoved() {
        if (moveHighWatermark()) {
            context.moved().accept(log);
        }
    }

    /** Ends the epoch here: all that waits is told why. */
    void end(ErrorCode why) {
        end = why;
        waiters.abort(this, why);
    }

    /**
     * The high watermark goes to the end that all in sync have, as long as they are enough. What was below it before a
     * restart stays there, even if this process does not know that it was forced.
     *
     * @return whether it moved
     */
    private boolean moveHighWatermark() {
        long before = log.highWatermark();
        if (!hasEnoughInSync()) {
            return false;
        }
        long end = settings.forcedAcks() ? log.forcedEndOffset() : log.logEndOffset();
        long least = replicas.leastEnd(end, log.logEndOffset());
        if (least <= before) {
            return false;
        }
        log.highWatermark(least);
        long moved = log.highWatermark();
        Invariant.check(moved <= end, "replica-high-watermark",
                "the high watermark is behind what counts of the leader's own log", moved, end);
        for (FollowerState follower : replicas.followers()) {
            Invariant.check(!replicas.isInMaximal(follower.brokerId()) || moved <= follower.endOffset(),
                    "replica-high-watermark-members", "the high watermark is behind the end of who is in sync",
                    moved, follower.endOffset());
        }
        return true;
    }

    /** Hears what became of an ISR that this leader has proposed. */
    private final class Proposed implements IsrAnswer {
        @Override
        public void committed(AlterPartitionResponse.PartitionData state) {
            boolean sameEpoch = state.leaderId() == context.brokerId() && state.leaderEpoch() == leaderEpoch;
            if (!over() && sameEpoch && replicas.committed(state)) {
                moveHighWatermark();
                context.moved().accept(log);
            }
        }

        @Override
        public void refused(ErrorCode error) {
            if (over() || !replicas.isProposing()) {
                return;
            }
            switch (error) {
                case OPERATION_NOT_ATTEMPTED, INELIGIBLE_REPLICA -> {
                    replicas.withdraw();
                    noteIfMoved();
                }
                case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, FENCED_LEADER_EPOCH, INVALID_REQUEST,
                        NEW_LEADER_ELECTED, INVALID_UPDATE_VERSION -> {
                    // The controller has decided something else; the metadata is going to say what.
                }
                default -> propose(replicas.proposedMembers());
            }
        }
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
