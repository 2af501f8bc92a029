package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.ReplicaKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The one partition that the quorum replicates, and what all of its messages have in common. */
public final class MetadataPartition {

    /** The topic's name. */
    public static final String TOPIC = "__cluster_metadata";

    /** The only partition. */
    public static final int INDEX = 0;

    private MetadataPartition() {
    }

    /** A listener of a leader, as responses carry it. */
    record Address(int nodeId, HostPort at) {
    }

    /** The only element of a list, or null if there are none or several. */
    static <T> T only(List<T> list) {
        return list.size() == 1 ? list.get(0) : null;
    }

    /** What a message says of this partition, if it is about this one alone; otherwise null. */
    static <T, P> P in(List<T> topics, Function<T, String> name, Function<T, List<P>> partitions,
                       ToIntFunction<P> index) {
        T topic = only(topics);
        P partition = topic == null || !name.apply(topic).equals(TOPIC) ? null : only(partitions.apply(topic));
        return partition == null || index.applyAsInt(partition) != INDEX ? null : partition;
    }

    /** A key whose directory may be absent; nobody's if the id is negative. */
    static ReplicaKey key(int id, Uuid directoryId) {
        return id < 0 ? ReplicaKey.NONE : new ReplicaKey(id, directoryId);
    }

    /** The leader's address on a listener, to be said in a response; nothing if it is not known. */
    static List<Address> addresses(LeaderInfo leader, String listener) {
        List<Address> addresses = new ArrayList<>(1);
        for (Endpoints.Endpoint endpoint : leader.endpoints().all()) {
            if (leader.leaderId() >= 0 && endpoint.listener().equals(listener)) {
                addresses.add(new Address(leader.leaderId(), endpoint.address()));
            }
        }
        return addresses;
    }

    /** What a response says of the leader; its address counts for the listener that the request was sent to. */
    static LeaderInfo leader(int epoch, int leaderId, List<Address> addresses, String listener) {
        for (Address address : addresses) {
            if (address.nodeId() == leaderId) {
                return new LeaderInfo(epoch, leaderId, Endpoints.of(listener, address.at()));
            }
        }
        return new LeaderInfo(epoch, leaderId, Endpoints.NONE);
    }
}
