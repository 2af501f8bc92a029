package dev.seedlog.broker;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.broker.config.ImageTopicConfigs;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.log.LogDirectory;
import dev.seedlog.record.Codecs;
import dev.seedlog.replica.AppendTools;
import dev.seedlog.replica.LogDirectories;
import dev.seedlog.replica.LogMaintenance;
import dev.seedlog.replica.LogsRecovery;
import dev.seedlog.replica.Replicas;
import java.util.List;

/** The partitions of a shard: their directories, how they come up, and what keeps them in order. */
final class DataPlane {

    private final Replicas replicas;
    private final LogsRecovery recovery;
    private final LogMaintenance maintenance;

    DataPlane(ShardEnv env, NodeConfig config, List<LogDirectory> directories, MetadataView metadata, Codecs codecs,
              Runnable onRecovered) {
        LogDirectories all = new LogDirectories(directories);
        ImageTopicConfigs configs = new ImageTopicConfigs(config, metadata);
        replicas = new Replicas(config.nodeId(), all, configs, new AppendTools(env.clock(), codecs));
        recovery = new LogsRecovery(all, configs, replicas, env.timers(), () -> {
            replicas.recovered(this.recovery());
            onRecovered.run();
        });
        maintenance = new LogMaintenance(replicas,
                config.config().getLong(BrokerConfigKeys.LOG_RETENTION_CHECK_INTERVAL_MS), env.timers());
    }

    Replicas replicas() {
        return replicas;
    }

    LogsRecovery recovery() {
        return recovery;
    }

    LogMaintenance maintenance() {
        return maintenance;
    }
}
