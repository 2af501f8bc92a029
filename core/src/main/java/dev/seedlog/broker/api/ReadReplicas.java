package dev.seedlog.broker.api;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.env.Probes;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.ReadableFollower;
import dev.seedlog.replica.fetch.FetchReader;

/**
 * Says from which replica a consumer should read (KIP-392): from the leader, or, with Kafka's rack-aware selector, from
 * one in the consumer's rack. Of several there it is the one that has most; then the one that had all most lately; then
 * the one with the largest id.
 */
public final class ReadReplicas {

    /** The leader is the one to read from. */
    static final int LEADER = -1;

    private final MetadataView metadata;
    private final int brokerId;
    private final boolean byRack;
    private final Probes probes;

    /** The replicas that this node's configuration lets consumers read from. */
    public ReadReplicas(NodeConfig node, MetadataView metadata, Probes probes) {
        this.probes = probes;
        this.metadata = metadata;
        this.brokerId = node.nodeId();
        this.byRack = NodeConfig.RACK_AWARE_SELECTOR.equals(
                node.config().getString(BrokerConfigKeys.REPLICA_SELECTOR_CLASS));
    }

    /** The broker that a consumer should read from behind {@code offset}; {@link #LEADER} if it asks the right one. */
    int preferred(PartitionLeader leader, FetchReader reader, long offset) {
        if (!byRack || !reader.mayReadFollowers() || reader.place().rack().isEmpty()) {
            return LEADER;
        }
        MetadataImage image = metadata.image();
        if (isInRack(image.cluster().broker(brokerId), reader.place())) {
            return LEADER;
        }
        ReadableFollower best = null;
        for (ReadableFollower each : leader.readableFollowers(offset)) {
            BrokerImage broker = image.cluster().broker(each.brokerId());
            if (image.cluster().isActive(each.brokerId()) && isInRack(broker, reader.place())
                    && (best == null || isBetter(each, best))) {
                best = each;
            }
        }
        if (best == null) {
            return LEADER;
        }
        probes.hit("fetch.follower.preferred");
        return best.brokerId();
    }

    /** A consumer was given records by a follower. */
    void servedByFollower() {
        probes.hit("fetch.follower.served");
    }

    private static boolean isInRack(BrokerImage broker, FetchReader.Place place) {
        return broker != null && place.rack().equals(broker.rack()) && broker.endpoint(place.listener()) != null;
    }

    private static boolean isBetter(ReadableFollower one, ReadableFollower other) {
        if (one.endOffset() != other.endOffset()) {
            return one.endOffset() > other.endOffset();
        }
        return one.lagNanos() != other.lagNanos() ? one.lagNanos() < other.lagNanos()
                : one.brokerId() > other.brokerId();
    }
}
