package dev.seedlog.broker;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.DeleteRecordsHandler;
import dev.seedlog.broker.api.DescribeLogDirsHandler;
import dev.seedlog.broker.api.DescribeProducersHandler;
import dev.seedlog.broker.api.FetchHandler;
import dev.seedlog.broker.api.GroupApis;
import dev.seedlog.broker.api.ListOffsetsHandler;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.broker.api.OffsetForLeaderEpochHandler;
import dev.seedlog.broker.api.PartitionLookup;
import dev.seedlog.broker.api.ProduceHandler;
import dev.seedlog.broker.api.ReadReplicas;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.shard.FetchDesk;
import dev.seedlog.broker.shard.PartitionOwnership;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.replica.OffsetSearch;
import dev.seedlog.replica.PartitionOwners;
import dev.seedlog.replica.Replicas;
import dev.seedlog.replica.fetch.FetchSessions;

/** What a shard serves of the partitions that it owns: the list is the same on each shard. */
final class DataApis {

    private final DataPlane data;
    private final FetchDesk fetches;
    private final FetchHandler fetch;
    private final PartitionLookup lookup;
    private final ShardEnv env;
    private final MetadataView metadata;

    /**
     * The handlers of a shard.
     *
     * @param post the way to the other shards, if there are any
     */
    DataApis(ShardEnv env, NodeConfig node, DataPlane data, MetadataView metadata, ShardPost post) {
        this.env = env;
        this.data = data;
        this.metadata = metadata;
        this.lookup = new PartitionLookup(data.replicas(), metadata, new ReadReplicas(node, metadata, env.probes()));
        PartitionOwners owners = data.owners();
        FetchSessions sessions = new FetchSessions(slots(node, owners), owners, env.clock(),
                env.random().fork("fetch sessions"), env.faults(), env.probes());
        this.fetches = owners.count() == 1 ? null
                : new FetchDesk(post, new PartitionOwnership(owners, metadata), lookup, sessions);
        this.fetch = new FetchHandler(lookup, sessions, env.timers(),
                node.config().getInt(BrokerConfigKeys.FETCH_MAX_BYTES), fetches);
    }

    /** Each shard has its part of them. */
    private static int slots(NodeConfig node, PartitionOwners owners) {
        int all = node.config().getInt(BrokerConfigKeys.MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS);
        return all == 0 ? 0 : Math.max(1, all / owners.count());
    }

    /** Adds them. */
    void register(ServedApis apis) {
        Replicas replicas = data.replicas();
        new ProduceHandler(lookup, metadata, env.timers()).register(apis);
        fetch.register(apis);
        new ListOffsetsHandler(lookup, new OffsetSearch(replicas.tools().codecs())).register(apis);
        new OffsetForLeaderEpochHandler(lookup).register(apis);
        new DeleteRecordsHandler(lookup, env.timers()).register(apis);
        new DescribeProducersHandler(lookup).register(apis);
        new DescribeLogDirsHandler(replicas, env.disk()).register(apis);
        GroupApis.register(apis, data.groups(), metadata);
    }

    /** The fetches that concern several shards; null if there is one. */
    FetchDesk fetches() {
        return fetches;
    }
}
