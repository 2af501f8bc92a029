package dev.seedlog.broker;

import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.broker.quorum.Formatting;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.record.CodecInstances;

/**
 * Makes a node's directories those of a cluster, before the node's first start. Only one of several fixed voters needs
 * it, and the first controller of a quorum whose voters may change.
 */
public final class FormatProgram implements NodeProgram {

    private final NodeConfig config;
    private final CodecInstances codecs;
    private final FormatOptions options;

    /**
     * What formatting is told.
     *
     * @param clusterId the cluster's id
     * @param standalone whether this controller begins the quorum as its only voter, where voters may change
     * @param ignoreFormatted whether directories that are formatted already are left as they are, rather than refused
     * @param features what the cluster begins with; the same for all of its controllers
     */
    public record FormatOptions(String clusterId, boolean standalone, boolean ignoreFormatted,
                                ClusterFeatures features) {

        /** What is told where nothing is said of features. */
        public FormatOptions(String clusterId, boolean standalone, boolean ignoreFormatted) {
            this(clusterId, standalone, ignoreFormatted, ClusterFeatures.LATEST);
        }
    }

    /**
     * A formatting.
     *
     * @throws ConfigException if the options do not fit the configuration
     */
    public FormatProgram(NodeConfig config, CodecInstances codecs, FormatOptions options) {
        this.config = config;
        this.codecs = codecs;
        this.options = options;
        if (options.clusterId().isBlank() || options.clusterId().chars().anyMatch(Character::isWhitespace)) {
            throw new ConfigException("--cluster-id '" + options.clusterId() + "' is empty or has blanks in it");
        }
        if (options.standalone() && !config.has(ProcessRole.CONTROLLER)) {
            throw new ConfigException("--standalone: only a controller can begin a quorum");
        }
        if (options.standalone() && !config.voters().isEmpty()) {
            throw new ConfigException("--standalone and controller.quorum.voters exclude each other");
        }
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return env.shards().self() == ApiRouting.FIRST_SHARD
                ? new FormatShard(config, codecs, options, formatting(), env, control)
                : new Idle(control);
    }

    private Formatting formatting() {
        if (!config.has(ProcessRole.CONTROLLER)) {
            return Formatting.NONE;
        }
        return options.standalone() || !config.voters().isEmpty() ? Formatting.VOTER : Formatting.OBSERVER;
    }

    /** Another shard, which has nothing to do. */
    private record Idle(NodeControl control) implements ShardProgram {
        @Override
        public void start() {
            control.stopped();
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            throw new IllegalStateException("nobody sends anything");
        }

        @Override
        public void endTurn() {
            // Nothing was done.
        }

        @Override
        public void stop() {
            // It has ended.
        }
    }
}
