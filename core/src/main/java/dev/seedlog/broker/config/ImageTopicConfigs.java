package dev.seedlog.broker.config;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.TopicConfig;
import dev.seedlog.base.config.TopicConfigKeys;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.log.CompactionConfig;
import dev.seedlog.log.LogConfig;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.CompressionPolicy;
import dev.seedlog.record.RecordReader;
import dev.seedlog.record.TimestampType;
import dev.seedlog.record.ValidationRules;
import dev.seedlog.replica.TopicConfigs;
import dev.seedlog.replica.TopicSettings;
import java.util.List;

/** The topics' configurations as the newest metadata has them, in the form that logs and partitions want. */
public final class ImageTopicConfigs implements TopicConfigs {

    private final NodeConfig node;
    private final MetadataView metadata;
    private final EffectiveTopicConfigs effective;
    private final EffectiveBrokerConfigs broker;

    /** Configurations on top of a node's own. */
    public ImageTopicConfigs(NodeConfig node, MetadataView metadata) {
        this.node = node;
        this.metadata = metadata;
        this.effective = new EffectiveTopicConfigs(node);
        this.broker = new EffectiveBrokerConfigs(node);
    }

    @Override
    public LogConfig log(String topic) {
        TopicConfig config = of(topic);
        List<String> cleanup = config.getList(TopicConfigKeys.CLEANUP_POLICY);
        return LogConfig.DEFAULT
                .withSegmentBytes(segmentBytes(config))
                .withSegmentMs(config.getLong(TopicConfigKeys.SEGMENT_MS))
                .withSegmentJitterMs(config.getLong(TopicConfigKeys.SEGMENT_JITTER_MS))
                .withSegmentIndexBytes(config.getInt(TopicConfigKeys.SEGMENT_INDEX_BYTES))
                .withIndexIntervalBytes(config.getInt(TopicConfigKeys.INDEX_INTERVAL_BYTES))
                .withRetention(config.getLong(TopicConfigKeys.RETENTION_MS),
                        config.getLong(TopicConfigKeys.RETENTION_BYTES))
                .withFileDeleteDelayMs(config.getLong(TopicConfigKeys.FILE_DELETE_DELAY_MS))
                .withFlush(config.getLong(TopicConfigKeys.FLUSH_MESSAGES), config.getLong(TopicConfigKeys.FLUSH_MS))
                .withCleanupPolicy(cleanup.contains("delete"), cleanup.contains("compact"))
                .withCompaction(new CompactionConfig(config.getDouble(TopicConfigKeys.MIN_CLEANABLE_DIRTY_RATIO),
                        config.getLong(TopicConfigKeys.MIN_COMPACTION_LAG_MS),
                        config.getLong(TopicConfigKeys.MAX_COMPACTION_LAG_MS),
                        config.getLong(TopicConfigKeys.DELETE_RETENTION_MS)))
                .withForcesAcknowledged(forcedAcks())
                .withProducerIdExpirationMs(broker.of(metadata.image().configs()).getLong(
                        BrokerConfigKeys.PRODUCER_ID_EXPIRATION_MS));
    }

    @Override
    public TopicSettings settings(String topic) {
        TopicConfig config = of(topic);
        boolean appendTime = config.getString(TopicConfigKeys.MESSAGE_TIMESTAMP_TYPE).equals("LogAppendTime");
        ValidationRules rules = new ValidationRules(
                config.getList(TopicConfigKeys.CLEANUP_POLICY).contains("compact"),
                config.getInt(TopicConfigKeys.MAX_MESSAGE_BYTES),
                appendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                config.getLong(TopicConfigKeys.MESSAGE_TIMESTAMP_BEFORE_MAX_MS),
                config.getLong(TopicConfigKeys.MESSAGE_TIMESTAMP_AFTER_MAX_MS),
                CompressionPolicy.forConfigName(config.getString(TopicConfigKeys.COMPRESSION_TYPE)),
                RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
        CompressionLevels levels = new CompressionLevels(config.getInt(TopicConfigKeys.COMPRESSION_GZIP_LEVEL),
                config.getInt(TopicConfigKeys.COMPRESSION_LZ4_LEVEL),
                config.getInt(TopicConfigKeys.COMPRESSION_ZSTD_LEVEL));
        return new TopicSettings(rules, levels, config.getInt(TopicConfigKeys.MIN_INSYNC_REPLICAS), forcedAcks());
    }

    /** {@code internal.segment.bytes}, which may be smaller than users need it, prevails if it is set. */
    private static int segmentBytes(TopicConfig config) {
        Object internal = config.value(TopicConfigKeys.INTERNAL_SEGMENT_BYTES);
        return internal == null ? config.getInt(TopicConfigKeys.SEGMENT_BYTES) : (int) internal;
    }

    private boolean forcedAcks() {
        return node.config().getBoolean(BrokerConfigKeys.SEEDLOG_FSYNC_ACKS);
    }

    private TopicConfig of(String topic) {
        return effective.ofOrDefaults(metadata.image().configs(), topic);
    }
}
