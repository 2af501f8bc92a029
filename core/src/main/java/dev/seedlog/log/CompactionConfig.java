package dev.seedlog.log;

/**
 * How a topic with {@code cleanup.policy=compact} is compacted.
 *
 * @param minCleanableRatio {@code min.cleanable.dirty.ratio}: how much of the log must be new since the last time
 * @param minLagMs {@code min.compaction.lag.ms}: younger records are left alone
 * @param maxLagMs {@code max.compaction.lag.ms}: older ones are compacted however small their share is
 * @param deleteRetentionMs {@code delete.retention.ms}: how long a tombstone stays after the first compaction that
 *     saw it
 */
public record CompactionConfig(double minCleanableRatio, long minLagMs, long maxLagMs, long deleteRetentionMs) {

    /** Kafka's defaults. */
    public static final CompactionConfig DEFAULT = new CompactionConfig(0.5, 0, Long.MAX_VALUE, 24 * 60 * 60 * 1_000L);
}
