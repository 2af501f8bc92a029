package dev.seedlog.broker.quorum;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;

/**
 * When snapshots of the metadata are written, and how long old ones are kept with the log behind them.
 *
 * @param maxBytesBetween {@code metadata.log.max.record.bytes.between.snapshots}
 * @param maxIntervalMs {@code metadata.log.max.snapshot.interval.ms}; 0 for never by time
 * @param retentionBytes {@code metadata.max.retention.bytes}; negative for any number
 * @param retentionMs {@code metadata.max.retention.ms}; negative for ever
 */
public record SnapshotPolicy(long maxBytesBetween, long maxIntervalMs, long retentionBytes, long retentionMs) {

    /** Kafka's defaults. */
    public static final SnapshotPolicy DEFAULT = new SnapshotPolicy(20L * 1024 * 1024, 60 * 60 * 1_000L,
            100L * 1024 * 1024, 7 * 24 * 60 * 60 * 1_000L);

    static SnapshotPolicy of(Config config) {
        return new SnapshotPolicy(config.getLong(BrokerConfigKeys.METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS),
                config.getLong(BrokerConfigKeys.METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS),
                config.getLong(BrokerConfigKeys.METADATA_MAX_RETENTION_BYTES),
                config.getLong(BrokerConfigKeys.METADATA_MAX_RETENTION_MS));
    }
}
