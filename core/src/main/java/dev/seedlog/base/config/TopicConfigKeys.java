package dev.seedlog.base.config;

/** The keys of a topic. Each is documented in {@code keys.tsv}. */
public final class TopicConfigKeys {

    public static final ConfigKey CLEANUP_POLICY = key("cleanup.policy");
    public static final ConfigKey COMPRESSION_GZIP_LEVEL = key("compression.gzip.level");
    public static final ConfigKey COMPRESSION_LZ4_LEVEL = key("compression.lz4.level");
    public static final ConfigKey COMPRESSION_TYPE = key("compression.type");
    public static final ConfigKey COMPRESSION_ZSTD_LEVEL = key("compression.zstd.level");
    public static final ConfigKey DELETE_RETENTION_MS = key("delete.retention.ms");
    public static final ConfigKey FILE_DELETE_DELAY_MS = key("file.delete.delay.ms");
    public static final ConfigKey FLUSH_MESSAGES = key("flush.messages");
    public static final ConfigKey FLUSH_MS = key("flush.ms");
    public static final ConfigKey FOLLOWER_REPLICATION_THROTTLED_REPLICAS =
            key("follower.replication.throttled.replicas");
    public static final ConfigKey INDEX_INTERVAL_BYTES = key("index.interval.bytes");
    public static final ConfigKey INTERNAL_SEGMENT_BYTES = key("internal.segment.bytes");
    public static final ConfigKey LEADER_REPLICATION_THROTTLED_REPLICAS = key("leader.replication.throttled.replicas");
    public static final ConfigKey LOCAL_RETENTION_BYTES = key("local.retention.bytes");
    public static final ConfigKey LOCAL_RETENTION_MS = key("local.retention.ms");
    public static final ConfigKey MAX_COMPACTION_LAG_MS = key("max.compaction.lag.ms");
    public static final ConfigKey MAX_MESSAGE_BYTES = key("max.message.bytes");
    public static final ConfigKey MESSAGE_TIMESTAMP_AFTER_MAX_MS = key("message.timestamp.after.max.ms");
    public static final ConfigKey MESSAGE_TIMESTAMP_BEFORE_MAX_MS = key("message.timestamp.before.max.ms");
    public static final ConfigKey MESSAGE_TIMESTAMP_TYPE = key("message.timestamp.type");
    public static final ConfigKey MIN_CLEANABLE_DIRTY_RATIO = key("min.cleanable.dirty.ratio");
    public static final ConfigKey MIN_COMPACTION_LAG_MS = key("min.compaction.lag.ms");
    public static final ConfigKey MIN_INSYNC_REPLICAS = key("min.insync.replicas");
    public static final ConfigKey PREALLOCATE = key("preallocate");
    public static final ConfigKey REMOTE_LOG_COPY_DISABLE = key("remote.log.copy.disable");
    public static final ConfigKey REMOTE_LOG_DELETE_ON_DISABLE = key("remote.log.delete.on.disable");
    public static final ConfigKey REMOTE_STORAGE_ENABLE = key("remote.storage.enable");
    public static final ConfigKey RETENTION_BYTES = key("retention.bytes");
    public static final ConfigKey RETENTION_MS = key("retention.ms");
    public static final ConfigKey SEGMENT_BYTES = key("segment.bytes");
    public static final ConfigKey SEGMENT_INDEX_BYTES = key("segment.index.bytes");
    public static final ConfigKey SEGMENT_JITTER_MS = key("segment.jitter.ms");
    public static final ConfigKey SEGMENT_MS = key("segment.ms");
    public static final ConfigKey UNCLEAN_LEADER_ELECTION_ENABLE = key("unclean.leader.election.enable");

    private TopicConfigKeys() {
    }

    private static ConfigKey key(String name) {
        return ConfigDefinition.TOPIC.key(name);
    }
}
