package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Acceptor;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Timer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket. */
final class RealListener implements Listener, Selectable {

    private static final Logger LOG = LoggerFactory.getLogger(RealListener.class);
    /** The rest waits for the next turn, so that a flood of connections cannot hold one. */
    private static final int MOST_ACCEPTED_PER_TURN = 64;
    private static final RealListenerShare[] NO_SHARES = new RealListenerShare[0];
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RealNetwork network;
    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final HostPort boundTo;
    private final Acceptor acceptor;
    private final Timer pause;
    /** Other shards add and remove theirs. */
    private final List<RealListenerShare> shares = new CopyOnWriteArrayList<>();
    private int next;

    RealListener(RealNetwork network, ServerSocketChannel channel, HostPort boundTo, Acceptor acceptor)
            throws IOException {
        this.network = network;
        this.channel = channel;
        this.boundTo = boundTo;
        this.acceptor = acceptor;
        this.key = network.register(channel, SelectionKey.OP_ACCEPT, this);
        this.pause = network.timers().create("accept again at " + boundTo, this::acceptAgain);
    }

    @Override
    public HostPort boundTo() {
        return boundTo;
    }

    @Override
    public void onReady(int readyOps) {
        for (int i = 0; i < MOST_ACCEPTED_PER_TURN && channel.isOpen(); i++) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                // Most likely out of file descriptors: the connection would be reported again at once, for ever.
                LOG.warn("accepting at {} failed, trying again soon", boundTo, e);
                key.interestOps(0);
                pause.startIn(PAUSE_NANOS);
                return;
            }
            if (accepted == null) {
                return;
            }
            dealOut(accepted);
        }
    }

    /** One after the other, to this shard and to those that share. */
    private void dealOut(SocketChannel accepted) {
        RealListenerShare[] others = shares.toArray(NO_SHARES);
        next = (next + 1) % (others.length + 1);
        if (next == 0) {
            network.accepted(accepted, acceptor);
        } else {
            others[next - 1].handOver(accepted);
        }
    }

    void add(RealListenerShare share) {
        shares.add(share);
    }

    void remove(RealListenerShare share) {
        shares.remove(share);
    }

    private void acceptAgain() {
        if (channel.isOpen()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            abandon();
            // The port is free only when the selector has let go of the channel.
            network.letGo();
        }
    }

    @Override
    public void abandon() {
        pause.stop();
        network.listeners().remove(this);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing the listener at {} failed", boundTo, e);
        }
    }
}
