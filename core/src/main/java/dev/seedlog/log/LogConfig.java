package dev.seedlog.log;

import java.util.function.Consumer;

/**
 * What a log has to know of its topic's configuration, with Kafka's defaults. Immutable: each {@code with} gives
 * another.
 */
public final class LogConfig implements Cloneable {

    private static final long DAY_MS = 24 * 60 * 60 * 1_000L;

    /** Kafka's defaults. */
    public static final LogConfig DEFAULT = new LogConfig();

    private int segmentBytes = 1 << 30;
    private long segmentMs = 7 * DAY_MS;
    private long segmentJitterMs;
    private int segmentIndexBytes = 10 << 20;
    private int indexIntervalBytes = 4_096;
    private long retentionMs = 7 * DAY_MS;
    private long retentionBytes = -1;
    private long fileDeleteDelayMs = 60_000;
    private long flushMessages = Long.MAX_VALUE;
    private long flushMs = Long.MAX_VALUE;
    private boolean deletes = true;
    private boolean compacts;
    private CompactionConfig compaction = CompactionConfig.DEFAULT;
    private boolean forcesAcknowledged;
    private long producerIdExpirationMs = DAY_MS;

    private LogConfig() {
    }

    private LogConfig with(Consumer<LogConfig> change) {
        try {
            LogConfig copy = (LogConfig) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code segment.bytes}: a segment is not larger. */
    public int segmentBytes() {
        return segmentBytes;
    }

    /** With another {@link #segmentBytes()}. */
    public LogConfig withSegmentBytes(int bytes) {
        return with(copy -> copy.segmentBytes = bytes);
    }

    /**
     * {@code segment.ms}: a segment's records do not span more time. What must be compacted within a time must not stay
     * in the active segment for longer either (KIP-354).
     */
    public long segmentMs() {
        return compacts ? Math.min(segmentMs, compaction.maxLagMs()) : segmentMs;
    }

    /** With another {@link #segmentMs()}. */
    public LogConfig withSegmentMs(long milliseconds) {
        return with(copy -> copy.segmentMs = milliseconds);
    }

    /** {@code segment.jitter.ms}: up to this is taken off {@link #segmentMs()}, anew for each segment. */
    public long segmentJitterMs() {
        return segmentJitterMs;
    }

    /** With another {@link #segmentJitterMs()}. */
    public LogConfig withSegmentJitterMs(long milliseconds) {
        return with(copy -> copy.segmentJitterMs = milliseconds);
    }

    /** {@code segment.index.bytes}: an index is not larger; a segment rolls when one is full. */
    public int segmentIndexBytes() {
        return segmentIndexBytes;
    }

    /** With another {@link #segmentIndexBytes()}. */
    public LogConfig withSegmentIndexBytes(int bytes) {
        return with(copy -> copy.segmentIndexBytes = bytes);
    }

    /** {@code index.interval.bytes}: how much lies between two entries of an index. */
    public int indexIntervalBytes() {
        return indexIntervalBytes;
    }

    /** With another {@link #indexIntervalBytes()}. */
    public LogConfig withIndexIntervalBytes(int bytes) {
        return with(copy -> copy.indexIntervalBytes = bytes);
    }

    /** {@code retention.ms}; negative: for ever. */
    public long retentionMs() {
        return retentionMs;
    }

    /** {@code retention.bytes}; negative: any number. */
    public long retentionBytes() {
        return retentionBytes;
    }

    /** With another {@link #retentionMs()} and {@link #retentionBytes()}. */
    public LogConfig withRetention(long milliseconds, long bytes) {
        return with(copy -> {
            copy.retentionMs = milliseconds;
            copy.retentionBytes = bytes;
        });
    }

    /** {@code file.delete.delay.ms}: how long the file of a deleted segment stays. */
    public long fileDeleteDelayMs() {
        return fileDeleteDelayMs;
    }

    /** With another {@link #fileDeleteDelayMs()}. */
    public LogConfig withFileDeleteDelayMs(long milliseconds) {
        return with(copy -> copy.fileDeleteDelayMs = milliseconds);
    }

    /** {@code flush.messages}: so many records that are not forced cause a force. */
    public long flushMessages() {
        return flushMessages;
    }

    /** {@code flush.ms}: a record that is not forced for so long causes a force. */
    public long flushMs() {
        return flushMs;
    }

    /** With another {@link #flushMessages()} and {@link #flushMs()}; {@link Long#MAX_VALUE} for never. */
    public LogConfig withFlush(long messages, long milliseconds) {
        return with(copy -> {
            copy.flushMessages = messages;
            copy.flushMs = milliseconds;
        });
    }

    /** Whether {@code cleanup.policy} has {@code delete}. */
    public boolean deletes() {
        return deletes;
    }

    /** Whether {@code cleanup.policy} has {@code compact}: offsets may be missing. */
    public boolean compacts() {
        return compacts;
    }

    /** With another {@code cleanup.policy}. */
    public LogConfig withCleanupPolicy(boolean delete, boolean compact) {
        return with(copy -> {
            copy.deletes = delete;
            copy.compacts = compact;
        });
    }

    /** How the log is compacted, if it is. */
    public CompactionConfig compaction() {
        return compaction;
    }

    /** With another {@link #compaction()}. */
    public LogConfig withCompaction(CompactionConfig compactionConfig) {
        return with(copy -> copy.compaction = compactionConfig);
    }

    /** {@code seedlog.fsync.acks}: an acknowledgement implies a force, so each write is followed by one. */
    public boolean forcesAcknowledged() {
        return forcesAcknowledged;
    }

    /** With another {@link #forcesAcknowledged()}. */
    public LogConfig withForcesAcknowledged(boolean forces) {
        return with(copy -> copy.forcesAcknowledged = forces);
    }

    /** {@code producer.id.expiration.ms}. */
    public long producerIdExpirationMs() {
        return producerIdExpirationMs;
    }

    /** With another {@link #producerIdExpirationMs()}. */
    public LogConfig withProducerIdExpirationMs(long milliseconds) {
        return with(copy -> copy.producerIdExpirationMs = milliseconds);
    }
}
