package dev.seedlog.broker;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.InternalTopics;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.broker.config.EffectiveBrokerConfigs;
import dev.seedlog.broker.config.ImageTopicConfigs;
import dev.seedlog.broker.coordinator.CoordinatorTools;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.group.GroupConfig;
import dev.seedlog.log.CleanerSettings;
import dev.seedlog.log.LogCleaner;
import dev.seedlog.log.LogHome;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.record.Codecs;
import dev.seedlog.replica.AppendTools;
import dev.seedlog.replica.DirectoryAssignments;
import dev.seedlog.replica.IsrChecks;
import dev.seedlog.replica.IsrUpdates;
import dev.seedlog.replica.LogDirectories;
import dev.seedlog.replica.LogMaintenance;
import dev.seedlog.replica.LogsRecovery;
import dev.seedlog.replica.PartitionOwners;
import dev.seedlog.replica.ReplicaRequests;
import dev.seedlog.replica.Replicas;
import dev.seedlog.replica.Replication;
import dev.seedlog.replica.follow.FollowerSettings;
import dev.seedlog.replica.follow.LeaderFetchers;
import java.util.List;
import java.util.function.LongSupplier;

/** The partitions of a shard: their directories, how they come up, what keeps them in order, and who follows them. */
final class DataPlane {

    private static final long MS_PER_MINUTE = 60_000;

    private final PartitionOwners owners;
    private final Replicas replicas;
    private final LogsRecovery recovery;
    private final LogMaintenance maintenance;
    private final IsrChecks isrChecks;
    private final LogCleaner cleaner;
    private final GroupCoordinators groups;
    private final EffectiveBrokerConfigs brokerConfigs;

    DataPlane(ShardEnv env, NodeConfig config, List<? extends LogHome> directories, MetadataView metadata,
              Codecs codecs, ReplicaRequests controller, Runnable onRecovered) {
        brokerConfigs = new EffectiveBrokerConfigs(config);
        LogDirectories all = new LogDirectories(directories, env.shards().self());
        ImageTopicConfigs configs = new ImageTopicConfigs(config, metadata);
        owners = new PartitionOwners(env.shards().self(), env.shards().count());
        Replication replication = replication(env, config, metadata, controller);
        replicas = new Replicas(config.nodeId(), all, configs, new AppendTools(env.clock(), codecs), owners,
                replication);
        isrChecks = new IsrChecks(replicas, replication.lagNanos(), env.timers());
        recovery = new LogsRecovery(all, configs, replicas, env.timers(), () -> {
            replicas.recovered(this.recovery());
            onRecovered.run();
        });
        maintenance = new LogMaintenance(replicas,
                config.config().getLong(BrokerConfigKeys.LOG_RETENTION_CHECK_INTERVAL_MS), env.timers());
        cleaner = new LogCleaner(env, codecs, replicas::logs, all::of,
                cleanerSettings(config.config(), owners.count()));
        groups = new GroupCoordinators(InternalTopics.CONSUMER_OFFSETS, metadata::image, groupConfig(config.config()),
                new CoordinatorTools(env.clock(), env.timers(), env.faults(), env.random().fork("groups"),
                        codecs),
                Nanos.ofMillis(config.config().getLong(BrokerConfigKeys.OFFSETS_COMMIT_TIMEOUT_MS)));
        replicas.listen(groups);
    }

    /** Begins to follow the metadata, with all that there is. */
    void start(MetadataImage image) {
        replicas.start(image);
        maintenance.start();
        isrChecks.start();
        cleaner.settings(cleanerSettings(brokerConfigs.of(image.configs()), owners.count()));
        cleaner.start();
    }

    /** Follows the metadata. */
    void onMetadata(MetadataImage image, MetadataDelta delta) {
        replicas.apply(image, delta);
        groups.onMetadata(image, delta);
        if (delta.configs().stream().anyMatch(changed -> changed.type() == ConfigResource.BROKER)) {
            cleaner.settings(cleanerSettings(brokerConfigs.of(image.configs()), owners.count()));
        }
    }

    GroupCoordinators groups() {
        return groups;
    }

    Replicas replicas() {
        return replicas;
    }

    LogsRecovery recovery() {
        return recovery;
    }

    /** Which partitions are this shard's. */
    PartitionOwners owners() {
        return owners;
    }

    /** Leads nothing any more, and leaves the logs alone: they are going to be closed. */
    void stop() {
        recovery.stop();
        maintenance.stop();
        isrChecks.stop();
        cleaner.stop();
        replicas.stop();
    }

    /** Nothing is led or followed before this broker's registration is applied, so its epoch is in the image then. */
    private static Replication replication(ShardEnv env, NodeConfig config, MetadataView metadata,
                                           ReplicaRequests controller) {
        Config values = config.config();
        LongSupplier brokerEpoch = () -> metadata.image().cluster().broker(config.nodeId()).epoch();
        FollowerSettings settings = new FollowerSettings(config.nodeId(),
                values.getInt(BrokerConfigKeys.REPLICA_FETCH_WAIT_MAX_MS),
                values.getInt(BrokerConfigKeys.REPLICA_FETCH_MIN_BYTES),
                values.getInt(BrokerConfigKeys.REPLICA_FETCH_MAX_BYTES),
                values.getInt(BrokerConfigKeys.REPLICA_FETCH_RESPONSE_MAX_BYTES),
                Nanos.ofMillis(values.getInt(BrokerConfigKeys.REPLICA_FETCH_BACKOFF_MS)),
                Nanos.ofMillis(values.getInt(BrokerConfigKeys.REPLICA_SOCKET_TIMEOUT_MS)));
        return new Replication(Nanos.ofMillis(values.getLong(BrokerConfigKeys.REPLICA_LAG_TIME_MAX_MS)),
                config.interBrokerListenerName(),
                new IsrUpdates(env, config.nodeId(), brokerEpoch, controller),
                new DirectoryAssignments(env, config.nodeId(), brokerEpoch, controller),
                new LeaderFetchers(env, settings, brokerEpoch));
    }

    /** What they may use is the node's: each shard has its part of it. */
    private static CleanerSettings cleanerSettings(Config config, int shards) {
        return new CleanerSettings(config.getBoolean(BrokerConfigKeys.LOG_CLEANER_ENABLE),
                config.getLong(BrokerConfigKeys.LOG_CLEANER_BACKOFF_MS),
                config.getLong(BrokerConfigKeys.LOG_CLEANER_DEDUPE_BUFFER_SIZE) / shards,
                config.getDouble(BrokerConfigKeys.LOG_CLEANER_IO_BUFFER_LOAD_FACTOR),
                config.getDouble(BrokerConfigKeys.LOG_CLEANER_IO_MAX_BYTES_PER_SECOND) / shards);
    }

    private static GroupConfig groupConfig(Config config) {
        return new GroupConfig(config.getInt(BrokerConfigKeys.GROUP_MIN_SESSION_TIMEOUT_MS),
                config.getInt(BrokerConfigKeys.GROUP_MAX_SESSION_TIMEOUT_MS),
                config.getInt(BrokerConfigKeys.GROUP_INITIAL_REBALANCE_DELAY_MS),
                config.getInt(BrokerConfigKeys.GROUP_MAX_SIZE),
                config.getInt(BrokerConfigKeys.OFFSET_METADATA_MAX_BYTES),
                MS_PER_MINUTE * config.getInt(BrokerConfigKeys.OFFSETS_RETENTION_MINUTES),
                config.getLong(BrokerConfigKeys.OFFSETS_RETENTION_CHECK_INTERVAL_MS));
    }
}
