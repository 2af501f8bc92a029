package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Invariant;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskException;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The log of one partition. It belongs to one shard.
 *
 * <p>A turn queues appends; {@link #write()}, at its end, writes them in one operation, and only then do log end,
 * producer state and indexes change. Between a truncation and {@link LogListener#onAppendable} nothing may be appended.
 *
 * <p>All methods that touch the disk throw {@link LogDirectoryOffline} if the log's directory is, or goes, offline.
 */
public final class PartitionLog {

    private final LogState log;
    private final LogListener listener;
    private final TurnWrites turnWrites;
    private final AppendQueue queue = new AppendQueue();
    private final LogForces forces;
    private final LogTruncation truncation;
    private final DelayedDeletes deletes;
    private final Retention retention;
    private final LogReader reader;
    private final BatchCursor cursor = new BatchCursor();
    private final MutableRecordBatch mutableBatch = new MutableRecordBatch();
    private Uuid topicId;
    private long queuedEndOffset;
    private int queuedEpoch;
    private boolean closed;
    private Runnable closeWhenAppendable;

    PartitionLog(LogState log, Uuid topicId, long recoveryPoint, TurnWrites turnWrites, LogListener listener) {
        this.log = log;
        this.topicId = topicId;
        this.listener = listener;
        this.turnWrites = turnWrites;
        this.forces = new LogForces(this, log, recoveryPoint);
        this.truncation = new LogTruncation(this, log);
        this.deletes = new DelayedDeletes(log.context);
        this.retention = new Retention(this, log, forces, deletes);
        this.reader = new LogReader(this, log);
        dropQueued();
    }

    /**
     * Queues batches of this partition's leader, assigning their offsets and the leader's epoch in place. Their sizes,
     * checksums and counts must have been checked.
     *
     * @param lengthBytes of whole batches; from {@link AppendOrigin#CLIENT} exactly one
     */
    public AppendResult appendAsLeader(MutableDirectBuffer buffer, int offset, int lengthBytes, int leaderEpoch,
                                       AppendOrigin origin) {
        checkAppendable();
        long next = queuedEndOffset;
        long timestampMs = RecordBatch.NO_TIMESTAMP;
        int batches = 0;
        for (cursor.wrap(buffer, offset, lengthBytes); cursor.next() == BatchCursor.Step.BATCH; batches++) {
            RecordBatch batch = cursor.batch();
            timestampMs = Math.max(timestampMs, batch.maxTimestamp());
            next += batch.lastOffsetDelta() + 1L;
        }
        checkWhole(offset + lengthBytes, batches);
        if (lengthBytes > log.config.segmentBytes()) {
            return AppendResult.refused(AppendStatus.RECORD_LIST_TOO_LARGE);
        }
        makeRoom(lengthBytes, timestampMs, queuedEndOffset, next - 1);
        return assign(buffer, offset, lengthBytes, leaderEpoch, origin);
    }

    private AppendResult assign(MutableDirectBuffer buffer, int offset, int lengthBytes, int leaderEpoch,
                                AppendOrigin origin) {
        long next = queuedEndOffset;
        long timestampMs = RecordBatch.NO_TIMESTAMP;
        for (cursor.wrap(buffer, offset, lengthBytes); cursor.next() == BatchCursor.Step.BATCH;) {
            RecordBatch batch = cursor.batch();
            AppendStatus status = log.producers.prepare(batch, next, origin);
            if (status != AppendStatus.APPENDED) {
                Invariant.check(next == queuedEndOffset, "log-one-producer-batch",
                        "what can be refused is alone in its append");
                return log.notAppended(status);
            }
            mutableBatch.wrap(buffer, batch.bufferOffset()).baseOffset(next);
            mutableBatch.partitionLeaderEpoch(leaderEpoch);
            timestampMs = Math.max(timestampMs, batch.maxTimestamp());
            next = batch.nextOffset();
        }
        long base = queuedEndOffset;
        enqueue(new BufferSlice(buffer, offset, lengthBytes), next, leaderEpoch);
        return new AppendResult(AppendStatus.APPENDED, base, next - 1, timestampMs);
    }

    /**
     * Queues batches as a leader has them. Their sizes, checksums and counts must have been checked. They must begin at
     * the log's end or, after a compaction, behind it.
     */
    public AppendResult appendAsFollower(DirectBuffer buffer, int offset, int lengthBytes) {
        checkAppendable();
        long next = queuedEndOffset;
        long base = -1;
        int epoch = queuedEpoch;
        long timestampMs = RecordBatch.NO_TIMESTAMP;
        int batches = 0;
        for (cursor.wrap(buffer, offset, lengthBytes); cursor.next() == BatchCursor.Step.BATCH; batches++) {
            RecordBatch batch = cursor.batch();
            if (batch.baseOffset() < next || batch.partitionLeaderEpoch() < epoch || batch.lastOffsetDelta() < 0) {
                return AppendResult.refused(AppendStatus.UNEXPECTED_OFFSET);
            }
            base = base < 0 ? batch.baseOffset() : base;
            next = batch.nextOffset();
            epoch = batch.partitionLeaderEpoch();
            timestampMs = Math.max(timestampMs, batch.maxTimestamp());
        }
        checkWhole(offset + lengthBytes, batches);
        makeRoom(lengthBytes, timestampMs, base, next - 1);
        for (cursor.wrap(buffer, offset, lengthBytes); cursor.next() == BatchCursor.Step.BATCH;) {
            log.producers.prepare(cursor.batch(), cursor.batch().baseOffset(), AppendOrigin.REPLICATION);
        }
        enqueue(new BufferSlice(buffer, offset, lengthBytes), next, epoch);
        return new AppendResult(AppendStatus.APPENDED, base, next - 1, timestampMs);
    }

    private void checkAppendable() {
        log.context.health().check();
        Invariant.check(!closed, "log-open", "nothing is appended to a closed log");
        Invariant.check(isAppendable(), "log-truncation-forced",
                "nothing is appended before a truncation is durable");
    }

    private void checkWhole(int end, int batches) {
        if (cursor.position() != end || batches == 0) {
            throw new IllegalArgumentException("not whole batches: " + cursor.problem());
        }
    }

    private void enqueue(BufferSlice batches, long endOffset, int epoch) {
        if (queue.isEmpty()) {
            turnWrites.add(this);
        }
        queue.add(batches, endOffset - queuedEndOffset);
        queuedEndOffset = endOffset;
        queuedEpoch = epoch;
    }

    /** Rolls, where the log ends, if the batches must not go to the active segment; what is queued goes there first. */
    private void makeRoom(int lengthBytes, long timestampMs, long baseOffset, long lastOffset) {
        try {
            if (log.segments.active().shouldRoll(log.config, lengthBytes, queue.sizeBytes(), timestampMs,
                    lastOffset)) {
                write();
                roll(lastOffset - log.logEndOffset > Integer.MAX_VALUE ? baseOffset : log.logEndOffset);
            }
        } catch (DiskException e) {
            throw log.context.health().fail("rolling " + log.directory, e);
        }
    }

    private void roll(long baseOffset) {
        Segment active = log.segments.active();
        if (active.baseOffset() == baseOffset) {
            return;
        }
        active.seal();
        forces.onSealed(active);
        forces.snapshotAt(baseOffset);
        log.segments.add(Segment.create(log.context, log.directory, baseOffset, log.config));
        forces.onDirectoryChanged();
        forces.request();
    }

    /**
     * Writes what the turn has queued, in one operation. When it returns, it is in the log.
     *
     * @throws LogDirectoryOffline if that failed; then none of it counts
     */
    public void write() {
        if (queue.isEmpty()) {
            return;
        }
        try {
            log.context.health().check();
            Segment active = log.segments.active();
            int position = active.sizeBytes();
            active.write(queue.slices(), queue.count(), queue.sizeBytes());
            for (int i = 0; i < queue.count(); i++) {
                position = note(active, queue.slices()[i], position);
            }
            log.producers.commit(active::noteAborted);
        } catch (DiskException e) {
            dropQueued();
            throw log.context.health().fail("writing to " + log.directory, e);
        } catch (LogDirectoryOffline e) {
            dropQueued();
            throw e;
        }
        long records = queue.records();
        log.logEndOffset = queuedEndOffset;
        queue.clear();
        forces.onWritten(records);
        listener.onWritten(this);
    }

    private int note(Segment active, BufferSlice batches, int from) {
        int position = from;
        for (cursor.wrap(batches.buffer(), batches.offset(), batches.lengthBytes());
                cursor.next() == BatchCursor.Step.BATCH;) {
            RecordBatch batch = cursor.batch();
            active.noteBatch(batch, position, log.config.indexIntervalBytes());
            log.epochs.assign(batch.partitionLeaderEpoch(), batch.baseOffset());
            position += batch.sizeBytes();
        }
        return position;
    }

    /** Forgets what was queued: it has not been written. */
    void dropQueued() {
        queue.clear();
        log.producers.rollback();
        queuedEndOffset = log.logEndOffset;
        queuedEpoch = log.epochs.latestEpoch();
    }

    /**
     * Finds batches to answer a fetch.
     *
     * @param offset the first offset wanted; it may be within a batch
     * @param maxBytes how much may be found
     * @param minOneBatch whether the first batch is given though it is larger than that
     * @param upperBound no batch from here on is found: the high watermark, the last stable offset or the log's end
     * @throws CorruptFileException if what lies there is no batch
     */
    public LogRead read(long offset, int maxBytes, boolean minOneBatch, long upperBound) {
        return find(() -> reader.read(offset, maxBytes, minOneBatch, upperBound));
    }

    /**
     * As {@link #read}, but of bytes that are in memory: of others it says that they are cold, and has them prefetched.
     * Once they are there, {@link LogListener#onPrefetched} tells so.
     */
    public LogRead readWarm(long offset, int maxBytes, boolean minOneBatch, long upperBound) {
        return find(() -> reader.readWarm(offset, maxBytes, minOneBatch, upperBound));
    }

    /**
     * The first batch from {@code fromOffset} and the log's start on that has a record with this timestamp or a larger
     * one, or null. Its records are to be searched; if the log begins within it, the one found may be below the start,
     * and the search goes on behind the batch.
     */
    public BatchPosition batchByTimestamp(long timestampMs, long fromOffset) {
        return find(() -> reader.batchByTimestamp(timestampMs, Math.max(fromOffset, log.logStartOffset)));
    }

    /** The first batch that has the log's largest timestamp, or null. */
    public BatchPosition batchOfMaxTimestamp() {
        return find(reader::batchOfMaxTimestamp);
    }

    /** The batch with this offset or, after a compaction, the next one; null if the log has none. */
    public BatchPosition batchAt(long offset) {
        return find(() -> reader.batchAt(offset));
    }

    private <T> T find(Supplier<T> search) {
        log.context.health().check();
        try {
            return search.get();
        } catch (DiskException e) {
            throw log.context.health().fail("reading " + log.directory, e);
        }
    }

    /** The aborted transactions that concern the records from {@code fromOffset} to {@code upperBound}. */
    public List<AbortedTransaction> abortedTransactions(long fromOffset, long upperBound) {
        return find(() -> reader.abortedTransactions(fromOffset, upperBound));
    }

    /**
     * Drops the records from {@code offset} on, and the whole batch that the offset is in: {@link #logEndOffset} tells
     * where the log ends. Nothing may be queued. If anything was dropped, nothing may be appended until
     * {@link LogListener#onAppendable}.
     *
     * @return whether anything was dropped
     */
    public boolean truncateTo(long offset) {
        log.context.health().check();
        Invariant.check(queue.isEmpty(), "log-truncate-written", "what is truncated has been written");
        if (offset >= log.logEndOffset) {
            log.epochs.truncateFromEnd(log.logEndOffset);
            dropQueued();
            return false;
        }
        if (offset < log.segments.first().baseOffset()) {
            truncateFullyAndStartAt(offset);
            return true;
        }
        try {
            long end = offset;
            if (log.segments.get(log.segments.floor(offset)).locate(offset, 0)) {
                end = Math.min(offset, log.context.scan().batch().baseOffset());
            }
            endAt(end, log.logStartOffset, this::cutAtEnd);
        } catch (DiskException e) {
            throw log.context.health().fail("truncating " + log.directory, e);
        }
        return true;
    }

    private void cutAtEnd() {
        while (log.segments.active().baseOffset() > log.logEndOffset) {
            retention.remove(log.segments.removeLast());
        }
        // The segment is appended to again: it is not sealed any more, and its indexes are not whole.
        forces.onRemoved(log.segments.active());
        log.segments.active().truncateTo(log.logEndOffset);
        log.snapshots.deleteBehind(log.logEndOffset);
    }

    /** Drops all records; the log begins and ends at {@code offset}. Otherwise as {@link #truncateTo}. */
    public void truncateFullyAndStartAt(long offset) {
        log.context.health().check();
        Invariant.check(queue.isEmpty(), "log-truncate-written", "what is truncated has been written");
        log.epochs.clear();
        endAt(offset, offset, this::startAnewAtEnd);
    }

    private void startAnewAtEnd() {
        while (!log.segments.isEmpty()) {
            retention.remove(log.segments.removeLast());
        }
        log.snapshots.deleteAll();
        log.segments.add(Segment.create(log.context, log.directory, log.logEndOffset, log.config));
    }

    private void endAt(long endOffset, long startOffset, Runnable cut) {
        boolean lowersFirst = truncation.isPending() || endOffset < forces.recoveryPoint()
                || Math.min(startOffset, endOffset) != log.logStartOffset;
        log.truncations++;
        log.logEndOffset = endOffset;
        log.logStartOffset = Math.min(startOffset, endOffset);
        log.highWatermark = Math.max(log.logStartOffset, Math.min(log.highWatermark, endOffset));
        log.epochs.truncateFromEnd(endOffset);
        forces.onTruncated(endOffset);
        dropQueued();
        truncation.begin(lowersFirst, cut);
    }

    /** A truncation is durable. */
    void onTruncated() {
        listener.onAppendable(this);
        if (closeWhenAppendable != null) {
            Runnable done = closeWhenAppendable;
            closeWhenAppendable = null;
            closeCleanly(done);
        }
    }

    /** Whether no truncation is on its way to the disk. */
    public boolean isAppendable() {
        return !truncation.isPending();
    }

    /**
     * Moves the log's start to {@code offset} (DeleteRecords, or a follower of a leader that did). Segments below go.
     *
     * @return false if the offset is behind the high watermark (OFFSET_OUT_OF_RANGE)
     */
    public boolean deleteRecordsBefore(long offset) {
        log.context.health().check();
        if (offset > log.highWatermark) {
            return false;
        }
        moveStartTo(offset);
        return true;
    }

    private void moveStartTo(long offset) {
        if (offset > log.logStartOffset) {
            log.logStartOffset = offset;
            retention.onStartMoved();
        }
    }

    /**
     * Applies retention by time and size. The log's start moves at once, the files go a while later.
     *
     * @return how many segments will go
     */
    public int applyRetention() {
        log.context.health().check();
        int expired = retention.countExpired(log.context.clock().epochMillis());
        if (expired == 0 || !queue.isEmpty() || !isAppendable()) {
            return 0;
        }
        try {
            if (expired == log.segments.size()) {
                roll(log.logEndOffset);
            }
            long newStart = log.segments.get(expired).baseOffset();
            if (newStart > log.logStartOffset) {
                moveStartTo(newStart);
            } else {
                retention.onStartMoved();
            }
        } catch (DiskException e) {
            throw log.context.health().fail("applying retention to " + log.directory, e);
        }
        return expired;
    }

    /** Forgets idempotent producers that have been silent for {@code producer.id.expiration.ms}. */
    public void expireProducers() {
        log.producers.expire(log.context.clock().epochMillis(), log.config.producerIdExpirationMs());
    }

    /** Makes the log durable as it is; the listener hears of it. What others ask for meanwhile is one more force. */
    public void requestForce() {
        forces.request();
    }

    /**
     * Makes everything durable for a clean stop, then closes the files. Nothing may be used afterwards but the offsets.
     * If the directory goes offline meanwhile, {@code done} is not called.
     */
    public void closeCleanly(Runnable done) {
        log.context.health().check();
        if (!isAppendable()) {
            closeWhenAppendable = done;
            return;
        }
        write();
        try {
            log.segments.active().seal();
        } catch (DiskException e) {
            throw log.context.health().fail("closing " + log.directory, e);
        }
        forces.onSealed(log.segments.active());
        forces.snapshotAt(log.logEndOffset);
        forces.close(() -> {
            close();
            done.run();
        });
    }

    /** Closes the files as they are: the partition is deleted or its directory is offline. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dropQueued();
        forces.stop();
        truncation.stop();
        log.stopCleaning();
        deletes.stop();
        log.segments.all().forEach(Segment::close);
    }

    /** Another configuration of the topic. */
    public void updateConfig(LogConfig config) {
        log.config = config;
    }

    /** Stores the high watermark, for the checkpoint and retention; it is the replica's to know. */
    public void highWatermark(long offset) {
        log.highWatermark = Math.max(log.logStartOffset, Math.min(offset, log.logEndOffset));
        log.producers.onHighWatermark(log.highWatermark);
    }

    /** The high watermark as stored last, or as in the checkpoint. */
    public long highWatermark() {
        return log.highWatermark;
    }

    /** The end for a reader of committed records (LSO): no transaction below it is undecided. */
    public long lastStableOffset() {
        return Math.min(log.highWatermark, Math.max(log.producers.firstUnstableOffset(), log.logStartOffset));
    }

    /** The first offset that may be read. */
    public long logStartOffset() {
        return log.logStartOffset;
    }

    /** The offset behind the last record that has been written. */
    public long logEndOffset() {
        return log.logEndOffset;
    }

    /** The offset behind the last record that has been queued. */
    public long queuedEndOffset() {
        return queuedEndOffset;
    }

    /** Records below survive a power cut. */
    public long forcedEndOffset() {
        return forces.forcedEndOffset();
    }

    /** Where recovery begins after a crash, as the checkpoint is to say. */
    public long recoveryPoint() {
        return forces.recoveryPoint();
    }

    /** Notes that a leader begins an epoch at the log's end, before it appends anything. */
    public void beginEpoch(int leaderEpoch) {
        if (log.epochs.assign(leaderEpoch, log.logEndOffset)) {
            queuedEpoch = Math.max(queuedEpoch, leaderEpoch);
        }
    }

    /** Where a leader epoch ends here. */
    public EpochEnd endOffsetFor(int leaderEpoch) {
        return log.epochs.endOf(leaderEpoch, log.logEndOffset);
    }

    /** The leader epochs of the records. To be read, not changed. */
    public LeaderEpochs leaderEpochs() {
        return log.epochs;
    }

    /** The idempotent producers. To be read, not changed. */
    public ProducerStates producers() {
        return log.producers;
    }

    /** Bytes of all segments. */
    public long sizeBytes() {
        return log.segments.sizeBytes();
    }

    /** How many segments there are. */
    public int segmentCount() {
        return log.segments.size();
    }

    /** The partition. */
    public TopicPartition partition() {
        return log.partition;
    }

    /** The topic's id, or {@link Uuid#ZERO} if the directory does not say. */
    public Uuid topicId() {
        return topicId;
    }

    /**
     * Says whose log this is, where a power cut took the file that said so.
     *
     * @throws LogDirectoryOffline if that fails
     */
    public void rememberTopicId(Uuid id) {
        Invariant.check(topicId.isZero(), "log-topic-id", "a log belongs to one topic");
        try {
            topicId = id;
            PartitionMetadata.write(log.context.disk(), log.directory, id);
            forces.onCreated();
        } catch (DiskException e) {
            throw log.context.health().fail("writing the topic id of " + log.directory, e);
        }
    }

    /** The partition's directory. */
    public String directory() {
        return log.directory;
    }

    /** The topic's configuration, as far as it concerns the log. */
    public LogConfig config() {
        return log.config;
    }

    boolean isClosed() {
        return closed;
    }

    LogListener listener() {
        return listener;
    }

    LogForces forces() {
        return forces;
    }

    Retention retention() {
        return retention;
    }

    LogState state() {
        return log;
    }
}
