package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Listener;
import java.nio.channels.SocketChannel;

/** A shard's share of the connections that another shard's listener accepts. */
final class RealListenerShare implements Listener {

    private final RealNetwork network;
    private final RealListener first;
    private final SharedListeners listeners;
    private final Acceptor acceptor;
    /** Looked at on the shard alone. */
    private boolean closed;

    RealListenerShare(RealNetwork network, RealListener first, SharedListeners listeners, Acceptor acceptor) {
        this.network = network;
        this.first = first;
        this.listeners = listeners;
        this.acceptor = acceptor;
    }

    /** Gives the shard a connection; from the thread of the listener. */
    void handOver(SocketChannel accepted) {
        listeners.departs(accepted);
        network.post(() -> {
            listeners.arrives(accepted);
            if (closed) {
                RealNetwork.closeQuietly(accepted);
            } else {
                network.accepted(accepted, acceptor);
            }
        });
    }

    @Override
    public HostPort boundTo() {
        return first.boundTo();
    }

    @Override
    public void close() {
        closed = true;
        first.remove(this);
    }
}
