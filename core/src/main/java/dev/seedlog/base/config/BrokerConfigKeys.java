package dev.seedlog.base.config;

/**
 * The keys of a node that have an effect; the others are known by name alone. Each is documented in {@code keys.tsv}.
 */
public final class BrokerConfigKeys {

    public static final ConfigKey ADVERTISED_LISTENERS = key("advertised.listeners");
    public static final ConfigKey AUTO_CREATE_TOPICS_ENABLE = key("auto.create.topics.enable");
    public static final ConfigKey AUTO_LEADER_REBALANCE_ENABLE = key("auto.leader.rebalance.enable");
    public static final ConfigKey BROKER_HEARTBEAT_INTERVAL_MS = key("broker.heartbeat.interval.ms");
    public static final ConfigKey BROKER_ID = key("broker.id");
    public static final ConfigKey BROKER_RACK = key("broker.rack");
    public static final ConfigKey BROKER_SESSION_TIMEOUT_MS = key("broker.session.timeout.ms");
    public static final ConfigKey CONNECTIONS_MAX_IDLE_MS = key("connections.max.idle.ms");
    public static final ConfigKey CONTROLLER_LISTENER_NAMES = key("controller.listener.names");
    public static final ConfigKey CONTROLLER_QUORUM_APPEND_LINGER_MS = key("controller.quorum.append.linger.ms");
    public static final ConfigKey CONTROLLER_QUORUM_BOOTSTRAP_SERVERS = key("controller.quorum.bootstrap.servers");
    public static final ConfigKey CONTROLLER_QUORUM_ELECTION_BACKOFF_MAX_MS =
            key("controller.quorum.election.backoff.max.ms");
    public static final ConfigKey CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS = key("controller.quorum.election.timeout.ms");
    public static final ConfigKey CONTROLLER_QUORUM_FETCH_MAX_BYTES = key("controller.quorum.fetch.max.bytes");
    public static final ConfigKey CONTROLLER_QUORUM_FETCH_SNAPSHOT_MAX_BYTES =
            key("controller.quorum.fetch.snapshot.max.bytes");
    public static final ConfigKey CONTROLLER_QUORUM_FETCH_TIMEOUT_MS = key("controller.quorum.fetch.timeout.ms");
    public static final ConfigKey CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS = key("controller.quorum.request.timeout.ms");
    public static final ConfigKey CONTROLLER_QUORUM_RETRY_BACKOFF_MS = key("controller.quorum.retry.backoff.ms");
    public static final ConfigKey CONTROLLER_QUORUM_VOTERS = key("controller.quorum.voters");
    public static final ConfigKey DEFAULT_REPLICATION_FACTOR = key("default.replication.factor");
    public static final ConfigKey DELETE_TOPIC_ENABLE = key("delete.topic.enable");
    public static final ConfigKey FETCH_MAX_BYTES = key("fetch.max.bytes");
    public static final ConfigKey GROUP_INITIAL_REBALANCE_DELAY_MS = key("group.initial.rebalance.delay.ms");
    public static final ConfigKey GROUP_MAX_SESSION_TIMEOUT_MS = key("group.max.session.timeout.ms");
    public static final ConfigKey GROUP_MAX_SIZE = key("group.max.size");
    public static final ConfigKey GROUP_MIN_SESSION_TIMEOUT_MS = key("group.min.session.timeout.ms");
    public static final ConfigKey INITIAL_BROKER_REGISTRATION_TIMEOUT_MS =
            key("initial.broker.registration.timeout.ms");
    public static final ConfigKey INTER_BROKER_LISTENER_NAME = key("inter.broker.listener.name");
    public static final ConfigKey LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS =
            key("leader.imbalance.check.interval.seconds");
    public static final ConfigKey LISTENER_SECURITY_PROTOCOL_MAP = key("listener.security.protocol.map");
    public static final ConfigKey LISTENERS = key("listeners");
    public static final ConfigKey LOG_CLEANER_BACKOFF_MS = key("log.cleaner.backoff.ms");
    public static final ConfigKey LOG_CLEANER_DEDUPE_BUFFER_SIZE = key("log.cleaner.dedupe.buffer.size");
    public static final ConfigKey LOG_CLEANER_ENABLE = key("log.cleaner.enable");
    public static final ConfigKey LOG_CLEANER_IO_BUFFER_LOAD_FACTOR = key("log.cleaner.io.buffer.load.factor");
    public static final ConfigKey LOG_CLEANER_IO_MAX_BYTES_PER_SECOND = key("log.cleaner.io.max.bytes.per.second");
    public static final ConfigKey LOG_DIR = key("log.dir");
    public static final ConfigKey LOG_DIRS = key("log.dirs");
    public static final ConfigKey LOG_FLUSH_INTERVAL_MESSAGES = key("log.flush.interval.messages");
    public static final ConfigKey LOG_FLUSH_INTERVAL_MS = key("log.flush.interval.ms");
    public static final ConfigKey LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS =
            key("log.flush.offset.checkpoint.interval.ms");
    public static final ConfigKey LOG_FLUSH_SCHEDULER_INTERVAL_MS = key("log.flush.scheduler.interval.ms");
    public static final ConfigKey LOG_FLUSH_START_OFFSET_CHECKPOINT_INTERVAL_MS =
            key("log.flush.start.offset.checkpoint.interval.ms");
    public static final ConfigKey LOG_INDEX_INTERVAL_BYTES = key("log.index.interval.bytes");
    public static final ConfigKey LOG_INDEX_SIZE_MAX_BYTES = key("log.index.size.max.bytes");
    public static final ConfigKey LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS = key("log.message.timestamp.after.max.ms");
    public static final ConfigKey LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS = key("log.message.timestamp.before.max.ms");
    public static final ConfigKey LOG_MESSAGE_TIMESTAMP_TYPE = key("log.message.timestamp.type");
    public static final ConfigKey LOG_RETENTION_CHECK_INTERVAL_MS = key("log.retention.check.interval.ms");
    public static final ConfigKey LOG_ROLL_HOURS = key("log.roll.hours");
    public static final ConfigKey LOG_ROLL_JITTER_HOURS = key("log.roll.jitter.hours");
    public static final ConfigKey LOG_ROLL_JITTER_MS = key("log.roll.jitter.ms");
    public static final ConfigKey LOG_ROLL_MS = key("log.roll.ms");
    public static final ConfigKey LOG_SEGMENT_BYTES = key("log.segment.bytes");
    public static final ConfigKey LOG_SEGMENT_DELETE_DELAY_MS = key("log.segment.delete.delay.ms");
    public static final ConfigKey MAX_CONNECTIONS = key("max.connections");
    public static final ConfigKey MAX_CONNECTIONS_PER_IP = key("max.connections.per.ip");
    public static final ConfigKey MAX_CONNECTIONS_PER_IP_OVERRIDES = key("max.connections.per.ip.overrides");
    public static final ConfigKey MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS =
            key("max.incremental.fetch.session.cache.slots");
    public static final ConfigKey MAX_REQUEST_PARTITION_SIZE_LIMIT = key("max.request.partition.size.limit");
    public static final ConfigKey MESSAGE_MAX_BYTES = key("message.max.bytes");
    public static final ConfigKey METADATA_LOG_DIR = key("metadata.log.dir");
    public static final ConfigKey METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS =
            key("metadata.log.max.record.bytes.between.snapshots");
    public static final ConfigKey METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS = key("metadata.log.max.snapshot.interval.ms");
    public static final ConfigKey METADATA_LOG_SEGMENT_BYTES = key("metadata.log.segment.bytes");
    public static final ConfigKey METADATA_LOG_SEGMENT_MS = key("metadata.log.segment.ms");
    public static final ConfigKey METADATA_MAX_IDLE_INTERVAL_MS = key("metadata.max.idle.interval.ms");
    public static final ConfigKey METADATA_MAX_RETENTION_BYTES = key("metadata.max.retention.bytes");
    public static final ConfigKey METADATA_MAX_RETENTION_MS = key("metadata.max.retention.ms");
    public static final ConfigKey MIN_INSYNC_REPLICAS = key("min.insync.replicas");
    public static final ConfigKey NODE_ID = key("node.id");
    public static final ConfigKey NUM_PARTITIONS = key("num.partitions");
    public static final ConfigKey OFFSETS_RETENTION_CHECK_INTERVAL_MS = key("offsets.retention.check.interval.ms");
    public static final ConfigKey OFFSETS_RETENTION_MINUTES = key("offsets.retention.minutes");
    public static final ConfigKey OFFSET_METADATA_MAX_BYTES = key("offset.metadata.max.bytes");
    public static final ConfigKey OFFSETS_COMMIT_TIMEOUT_MS = key("offsets.commit.timeout.ms");
    public static final ConfigKey OFFSETS_LOAD_BUFFER_SIZE = key("offsets.load.buffer.size");
    public static final ConfigKey OFFSETS_TOPIC_COMPRESSION_CODEC = key("offsets.topic.compression.codec");
    public static final ConfigKey OFFSETS_TOPIC_NUM_PARTITIONS = key("offsets.topic.num.partitions");
    public static final ConfigKey OFFSETS_TOPIC_REPLICATION_FACTOR = key("offsets.topic.replication.factor");
    public static final ConfigKey OFFSETS_TOPIC_SEGMENT_BYTES = key("offsets.topic.segment.bytes");
    public static final ConfigKey PROCESS_ROLES = key("process.roles");
    public static final ConfigKey PRODUCER_ID_EXPIRATION_MS = key("producer.id.expiration.ms");
    public static final ConfigKey QUEUED_MAX_REQUEST_BYTES = key("queued.max.request.bytes");
    public static final ConfigKey QUEUED_MAX_REQUESTS = key("queued.max.requests");
    public static final ConfigKey REPLICA_FETCH_BACKOFF_MS = key("replica.fetch.backoff.ms");
    public static final ConfigKey REPLICA_FETCH_MAX_BYTES = key("replica.fetch.max.bytes");
    public static final ConfigKey REPLICA_FETCH_MIN_BYTES = key("replica.fetch.min.bytes");
    public static final ConfigKey REPLICA_FETCH_RESPONSE_MAX_BYTES = key("replica.fetch.response.max.bytes");
    public static final ConfigKey REPLICA_FETCH_WAIT_MAX_MS = key("replica.fetch.wait.max.ms");
    public static final ConfigKey REPLICA_LAG_TIME_MAX_MS = key("replica.lag.time.max.ms");
    public static final ConfigKey REPLICA_SELECTOR_CLASS = key("replica.selector.class");
    public static final ConfigKey REPLICA_SOCKET_TIMEOUT_MS = key("replica.socket.timeout.ms");
    public static final ConfigKey SEEDLOG_FSYNC_ACKS = key("seedlog.fsync.acks");
    public static final ConfigKey SEEDLOG_LOG_OPEN_FILES = key("seedlog.log.open.files");
    public static final ConfigKey SEEDLOG_SHARDS = key("seedlog.shards");
    public static final ConfigKey SOCKET_LISTEN_BACKLOG_SIZE = key("socket.listen.backlog.size");
    public static final ConfigKey SOCKET_RECEIVE_BUFFER_BYTES = key("socket.receive.buffer.bytes");
    public static final ConfigKey SOCKET_REQUEST_MAX_BYTES = key("socket.request.max.bytes");
    public static final ConfigKey SOCKET_SEND_BUFFER_BYTES = key("socket.send.buffer.bytes");

    private BrokerConfigKeys() {
    }

    private static ConfigKey key(String name) {
        return ConfigDefinition.BROKER.key(name);
    }
}
