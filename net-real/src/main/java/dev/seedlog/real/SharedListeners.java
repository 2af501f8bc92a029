package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where a node listens, for the shards that share in it, and the connections on their way to those. */
final class SharedListeners {

    private final Map<HostPort, RealListener> bound = new ConcurrentHashMap<>();
    private final Set<SocketChannel> inTransit = ConcurrentHashMap.newKeySet();

    void add(RealListener listener) {
        bound.put(listener.boundTo(), listener);
    }

    void remove(RealListener listener) {
        bound.remove(listener.boundTo(), listener);
    }

    /** Who listens at an address; null if nobody does. */
    RealListener find(HostPort at) {
        return bound.get(at);
    }

    void departs(SocketChannel channel) {
        inTransit.add(channel);
    }

    void arrives(SocketChannel channel) {
        inTransit.remove(channel);
    }

    /** The node is gone: what has not arrived never will. */
    void closeAll() {
        inTransit.forEach(RealNetwork::closeQuietly);
    }
}
