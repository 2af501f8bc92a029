package dev.seedlog.broker;

import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.record.CodecInstances;

/** A whole node, broker or controller or both, in whichever world. */
public final class BrokerProgram implements NodeProgram {

    private final NodeConfig config;
    private final CodecInstances codecs;
    private final QuorumObserver observer;

    /**
     * A node.
     *
     * @param config what it is configured to
     * @param codecs which implementations of the compressions it uses
     */
    public BrokerProgram(NodeConfig config, CodecInstances codecs) {
        this(config, codecs, QuorumObserver.NONE);
    }

    /** A node whose part in the quorum is looked at. */
    public BrokerProgram(NodeConfig config, CodecInstances codecs, QuorumObserver observer) {
        this.observer = observer;
        this.config = config;
        this.codecs = codecs;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return env.shards().self() == ApiRouting.FIRST_SHARD
                ? new BrokerShard(config, codecs, observer, env, control)
                : new WorkerShard(config, codecs, env, control);
    }
}
