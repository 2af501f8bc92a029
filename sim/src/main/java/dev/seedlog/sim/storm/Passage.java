package dev.seedlog.sim.storm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection through a proxy. The node hears of it when it is known whose it is. */
final class Passage {

    private final Parties parties;
    private final int node;
    private final InetSocketAddress target;
    private final SocketChannel near;
    private final SocketChannel far;
    private final SelectionKey nearKey;
    private final SelectionKey farKey;
    private final Flow requests;
    private final Flow answers;
    private int party = Parties.ALL;
    private boolean connecting;
    private boolean deaf;
    private boolean over;

    /** A connection that was accepted and is not blocking. */
    Passage(Parties parties, int node, InetSocketAddress target, SocketChannel near, Selector selector)
            throws IOException {
        this.parties = parties;
        this.node = node;
        this.target = target;
        this.near = near;
        this.far = SocketChannel.open();
        far.configureBlocking(false);
        near.setOption(StandardSocketOptions.TCP_NODELAY, true);
        far.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.requests = new Flow(near, far, System.nanoTime());
        this.answers = new Flow(far, near, System.nanoTime());
        this.nearKey = near.register(selector, SelectionKey.OP_READ, this);
        this.farKey = far.register(selector, 0, this);
    }

    /** Which node is at its far end. */
    int node() {
        return node;
    }

    /** Whose it is; {@link Parties#ALL} if that is not known yet. */
    int party() {
        return party;
    }

    /** Whether it has ended. */
    boolean over() {
        return over;
    }

    /** Whether all that is sent is lost. */
    boolean deaf() {
        return deaf;
    }

    /** All that is sent from now on is lost; then it can only end. */
    void deafen() {
        deaf = true;
    }

    /** Breaks when so many more bytes have come from the node, or as many from its peer. */
    void cutAfter(int bytes) {
        requests.cutAfter(bytes);
        answers.cutAfter(bytes);
    }

    /** Takes what has come, and gives what is due. */
    void advance(ByteBuffer buffer, Link link, long nowNanos) {
        if (over) {
            return;
        }
        try {
            if (ready(nearKey) && nearKey.isReadable() && requests.wantsMore()) {
                requests.read(buffer, nowNanos, link.delayNanos(), deaf);
            }
            if (ready(farKey) && farKey.isConnectable() && far.finishConnect()) {
                connecting = false;
            }
            if (ready(farKey) && farKey.isReadable() && answers.wantsMore()) {
                answers.read(buffer, nowNanos, link.delayNanos(), deaf);
            }
            identify();
            boolean connected = connect(link);
            boolean goesOn = !connected || deaf
                    || (!link.requests() || requests.pass(nowNanos)) && (!link.answers() || answers.pass(nowNanos));
            if (!goesOn) {
                reset();
            } else {
                wait(connected);
            }
        } catch (IOException e) {
            reset();
        }
    }

    /** What a key says it is ready for is what it was when it was selected last. */
    private static boolean ready(SelectionKey key) {
        return key.selector().selectedKeys().contains(key);
    }

    private void identify() {
        if (party == Parties.ALL && requests.first() != null) {
            party = parties.of(requests.first());
        }
    }

    private boolean connect(Link link) throws IOException {
        if (party == Parties.ALL) {
            if (requests.ended()) {
                reset();
            }
            return false;
        }
        if (!far.isConnected() && !connecting && link.requests() && link.answers()) {
            connecting = !far.connect(target);
        }
        return far.isConnected();
    }

    private void wait(boolean connected) {
        if (over) {
            return;
        }
        nearKey.interestOps((requests.wantsMore() ? SelectionKey.OP_READ : 0)
                | (answers.stuck() ? SelectionKey.OP_WRITE : 0));
        farKey.interestOps(connecting ? SelectionKey.OP_CONNECT : !connected ? 0
                : (answers.wantsMore() ? SelectionKey.OP_READ : 0) | (requests.stuck() ? SelectionKey.OP_WRITE : 0));
    }

    /** When something is due next, if nothing else happens. */
    long dueNanos(Link link) {
        if (over || deaf || !far.isConnected()) {
            return Long.MAX_VALUE;
        }
        return Math.min(link.requests() && !requests.stuck() ? requests.dueNanos() : Long.MAX_VALUE,
                link.answers() && !answers.stuck() ? answers.dueNanos() : Long.MAX_VALUE);
    }

    /** Ends both sides at once, with a reset. */
    void reset() {
        over = true;
        for (SocketChannel channel : new SocketChannel[] {near, far}) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }
    }
}
