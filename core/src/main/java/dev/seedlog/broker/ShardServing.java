package dev.seedlog.broker;

import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.api.ApiVersionsHandler;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.broker.connection.Admission;
import dev.seedlog.broker.connection.ApiDispatcher;
import dev.seedlog.broker.connection.ConnectionHost;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.shard.ApiRouting;
import dev.seedlog.broker.shard.GroupOwnership;
import dev.seedlog.broker.shard.MetadataGate;
import dev.seedlog.broker.shard.PartitionOwnership;
import dev.seedlog.broker.shard.RequestDesk;
import dev.seedlog.broker.shard.ShardPost;
import dev.seedlog.broker.shard.ShardWork;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How a shard serves clients. On a node of one shard their requests go straight to the handlers; on several, through
 * the routing that knows whose they are.
 */
final class ShardServing {

    private final ShardEnv env;
    private final NodeConfig config;
    private final DataPlane data;
    private final MetadataView metadata;
    private final LongSupplier metadataOffset;
    private final ShardPost post;
    private final DataApis dataApis;
    private final ServedApis here = new ServedApis();
    private ConnectionHost clients;
    private ShardWork work;

    /** Serves what a shard has; it is begun once all of that is registered. */
    ShardServing(ShardEnv env, NodeConfig config, DataPlane data, MetadataView metadata, LongSupplier metadataOffset,
                 ShardPost post) {
        this.env = env;
        this.config = config;
        this.data = data;
        this.metadata = metadata;
        this.metadataOffset = metadataOffset;
        this.post = post;
        this.dataApis = new DataApis(env, config, data, metadata, post);
        dataApis.register(here);
    }

    /** What this shard serves itself: more can be added until it is begun. */
    ServedApis here() {
        return here;
    }

    /** Begins with what this shard serves itself, which on the first shard is all that the node does. */
    void begin(Admission admission, MetadataGate gate) {
        if (post.count() > 1) {
            // The one that tells of the others is on every shard; its handler is replaced by one that tells of all.
            ApiVersionsHandler versions = versions(here);
            versions.register(here);
            begin(here.offers(), ApiRouting.gated(here, new ApiDispatcher(here, versions), gate), admission);
        } else {
            ApiVersionsHandler versions = versions(here);
            versions.register(here);
            host(new ApiDispatcher(here, versions), admission);
        }
    }

    /** Begins with what the node offers. */
    void begin(List<ServedApis.Offer<?>> offers, Admission admission) {
        begin(offers, here, admission);
    }

    private void begin(List<ServedApis.Offer<?>> offers, ServedApis own, Admission admission) {
        ServedApis routed = new ServedApis();
        ApiVersionsHandler versions = versions(routed);
        versions.register(own);
        ApiDispatcher dispatcher = new ApiDispatcher(routed, versions);
        RequestDesk desk = new RequestDesk(post, new ApiDispatcher(own, versions));
        new ApiRouting(desk, new PartitionOwnership(data.owners(), metadata),
                new GroupOwnership(data.owners(), data.groups()), own, dispatcher).register(offers, routed);
        host(dispatcher, admission);
        work = new ShardWork(post, desk, dataApis.fetches(), clients);
    }

    private void host(ApiDispatcher dispatcher, Admission admission) {
        clients = new ConnectionHost(env, NodeListeners.limits(config.config()), dispatcher, admission);
        clients.hold();
    }

    private ApiVersionsHandler versions(ServedApis apis) {
        return new ApiVersionsHandler(apis, metadata, metadataOffset);
    }

    /** The clients; they are held at first. */
    ConnectionHost clients() {
        return clients;
    }

    /** Takes mail about clients' requests; false if it is about something else. */
    boolean onMessage(int from, ShardMessage message) {
        return work != null && work.onMessage(from, message);
    }

    /** The turn's writes have returned. */
    void endTurn() {
        if (work != null) {
            work.endTurn();
        }
        if (clients != null) {
            clients.endTurn();
        }
    }

    /** The turn's mail is on its way, or waits for a shard that is behind. */
    void mailLeft() {
        if (work != null) {
            work.mailLeft();
        }
    }

    /** Ends: clients are told, and other shards are served no more. */
    void close() {
        clients.close();
        if (work != null) {
            work.close();
        }
    }
}
