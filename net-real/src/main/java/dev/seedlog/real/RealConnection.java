package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Invariant;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/**
 * A TCP connection. It is read once in a turn at most, and written once, at its end. What the network tells outside the
 * network phase (a write that fails) is kept for the next one.
 */
final class RealConnection implements Connection, Selectable {

    private static final HostPort UNKNOWN = new HostPort("0.0.0.0", 0);
    /** How long a peer of a closed connection may take nothing of what is still queued. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RealNetwork network;
    private final long id;
    private final HostPort remote;
    private final SendQueue sends;
    private HostPort local = UNKNOWN;
    private ConnectionHandler handler;
    private ConnectionState state = ConnectionState.NEW;
    private CloseReason failure;

    private SocketChannel channel;
    private SelectionKey key;
    private int interest;
    private InetAddress[] addresses;
    private int nextAddress;

    /** The handler hears no more. */
    private boolean silent;
    private boolean readsPaused;
    private boolean starved;
    private long lastReadTurn;
    private boolean flushQueued;
    /** The system takes no more until it reports the socket writable. */
    private boolean blocked;
    private boolean sendRefused;
    private boolean connectedNotice;
    private boolean writableNotice;
    private boolean noticeQueued;
    private Timer closeTimer;

    private MutableDirectBuffer target;
    private int targetOffset;
    private int targetLeft;

    /** A connection to be opened at the end of the turn. */
    RealConnection(RealNetwork network, long id, HostPort to, ConnectionHandler handler) {
        this.network = network;
        this.id = id;
        this.remote = to;
        this.handler = handler;
        this.sends = new SendQueue(network.arena());
        this.flushQueued = true;
    }

    /** A connection that was accepted. */
    RealConnection(RealNetwork network, long id, SocketChannel accepted) throws IOException {
        this.network = network;
        this.id = id;
        this.channel = accepted;
        this.remote = addressOf((InetSocketAddress) accepted.getRemoteAddress());
        this.local = addressOf((InetSocketAddress) accepted.getLocalAddress());
        this.sends = new SendQueue(network.arena());
        this.key = network.register(accepted, 0, this);
        become(ConnectionState.OPEN);
    }

    private static HostPort addressOf(InetSocketAddress address) {
        return address == null ? UNKNOWN : new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** The acceptor's answer: a null handler refuses. */
    void serveBy(ConnectionHandler newHandler) {
        handler = newHandler;
        if (newHandler == null) {
            close(CloseReason.DONE);
        }
        updateInterest();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public HostPort remote() {
        return remote;
    }

    @Override
    public HostPort local() {
        return local;
    }

    @Override
    public long queuedBytes() {
        return sends.queuedBytes();
    }

    @Override
    public boolean trySend(Outbound message) {
        if (silent || state == ConnectionState.FAILED) {
            drop(message);
            return true;
        }
        if (sends.queuedBytes() > 0 && sends.queuedBytes() + message.sizeBytes() > network.sendLimitBytes()) {
            sendRefused = true;
            return false;
        }
        sends.append(message);
        flushLater();
        return true;
    }

    private static void drop(Outbound message) {
        for (int i = 0; i < message.parts(); i++) {
            FileRegion region = message.region(i);
            if (region != null) {
                region.release();
            }
        }
    }

    @Override
    public void pauseReads() {
        readsPaused = true;
        updateInterest();
    }

    @Override
    public void resumeReads() {
        readsPaused = false;
        updateInterest();
    }

    @Override
    public void receiveInto(MutableDirectBuffer newTarget, int offset, int length) {
        newTarget.boundsCheck(offset, length);
        target = newTarget;
        targetOffset = offset;
        targetLeft = length;
    }

    @Override
    public void closeAfterSends(CloseReason why) {
        if (silent) {
            return;
        }
        if (state == ConnectionState.FAILED) {
            close(why);
            return;
        }
        silent = true;
        network.closingBegins();
        armCloseTimer(DRAIN_NANOS);
        if (state == ConnectionState.OPEN) {
            become(ConnectionState.DRAINING);
            updateInterest();
            flushLater();
        }
    }

    @Override
    public void close(CloseReason why) {
        if (state != ConnectionState.CLOSED) {
            boolean wasClosing = silent;
            silent = true;
            become(ConnectionState.CLOSED);
            letGo();
            if (wasClosing) {
                network.closingEnds();
            }
        }
    }

    @Override
    public void abandon() {
        close(CloseReason.SHUTDOWN);
    }

    // ---- the network phase

    @Override
    public void onReady(int readyOps) {
        if (state == ConnectionState.CONNECTING) {
            finishConnect();
            return;
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            blocked = false;
            flushLater();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    /** Reads what the last turn had no room for. */
    void readStarved() {
        starved = false;
        read();
    }

    /** Reads once, if it has not been done in this turn. */
    private void read() {
        if (state == ConnectionState.LINGERING) {
            discard();
        } else if (state == ConnectionState.OPEN && !readsPaused && lastReadTurn != network.turn()) {
            if (targetLeft == 0 && network.slab().full()) {
                if (!starved) {
                    starved = true;
                    network.readNextTurn(this);
                }
                return;
            }
            lastReadTurn = network.turn();
            receive();
        }
    }

    private void receive() {
        int read;
        boolean toTarget = targetLeft > 0;
        int from = toTarget ? targetOffset : network.slab().used();
        try {
            read = toTarget ? channel.read(network.views().of(target, from, targetLeft)) : network.slab().read(channel);
        } catch (IOException e) {
            fail(NetworkErrors.ofTransfer(e));
            return;
        }
        if (read < 0) {
            fail(CloseReason.PEER_CLOSED);
        } else if (read > 0 && toTarget) {
            deliverTarget(from, read);
        } else if (read > 0) {
            handler.onBytes(network.slab().buffer(), from, read);
        }
    }

    private void deliverTarget(int from, int read) {
        MutableDirectBuffer received = target;
        targetOffset += read;
        targetLeft -= read;
        if (targetLeft == 0) {
            target = null;
            network.views().forgetLarge(1);
        }
        handler.onBytes(received, from, read);
    }

    private void discard() {
        try {
            if (channel.read(network.discarded()) < 0) {
                close(CloseReason.DONE);
            }
        } catch (IOException e) {
            close(CloseReason.DONE);
        }
    }

    private void finishConnect() {
        try {
            if (channel.finishConnect()) {
                established();
            }
        } catch (IOException e) {
            connectFailed(e);
        }
    }

    private void established() {
        try {
            local = addressOf((InetSocketAddress) channel.getLocalAddress());
            if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
                // A free port of the range that outgoing connections use may be met by itself.
                fail(CloseReason.REFUSED);
                return;
            }
        } catch (IOException e) {
            connectFailed(e);
            return;
        }
        become(silent ? ConnectionState.DRAINING : ConnectionState.OPEN);
        addresses = null;
        updateInterest();
        flushLater();
        if (!silent) {
            handler.onConnected();
        }
    }

    /** Tells what was kept for this network phase. */
    void deliverNotices() {
        noticeQueued = false;
        if (state == ConnectionState.FAILED) {
            tellClosed();
            return;
        }
        if (connectedNotice) {
            connectedNotice = false;
            if (state == ConnectionState.CONNECTING) {
                established();
            }
        }
        if (writableNotice) {
            writableNotice = false;
            if (!silent) {
                handler.onWritable();
            }
        }
    }

    // ---- the end of the turn

    /** Begins to connect, or sends what the system takes. */
    void flush() {
        flushQueued = false;
        if (state == ConnectionState.NEW) {
            beginConnect();
        } else if (state == ConnectionState.OPEN || state == ConnectionState.DRAINING) {
            if (!blocked) {
                send();
            }
            if (state == ConnectionState.DRAINING && sends.isEmpty()) {
                linger();
            }
        }
    }

    private void send() {
        long before = sends.queuedBytes();
        try {
            blocked = !sends.flush(channel);
        } catch (IOException e) {
            fail(NetworkErrors.ofTransfer(e));
            return;
        } catch (RegionFailure e) {
            fail(e.reason());
            return;
        }
        if (sendRefused && sends.queuedBytes() <= network.sendLimitBytes() / 2) {
            sendRefused = false;
            writableNotice = true;
            noticeLater();
        }
        if (state == ConnectionState.DRAINING && sends.queuedBytes() < before) {
            armCloseTimer(DRAIN_NANOS);
        }
        updateInterest();
    }

    private void linger() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close(CloseReason.DONE);
            return;
        }
        become(ConnectionState.LINGERING);
        armCloseTimer(LINGER_NANOS);
        updateInterest();
    }

    private void beginConnect() {
        addresses = HostNames.withoutLookup(remote.host());
        if (addresses == null) {
            become(ConnectionState.RESOLVING);
            network.lookUp(remote.host(), this::found);
        } else {
            connectNext();
        }
    }

    private void found(InetAddress[] found) {
        if (state == ConnectionState.RESOLVING) {
            addresses = found;
            connectNext();
        }
    }

    private void connectNext() {
        if (nextAddress == addresses.length) {
            fail(CloseReason.UNREACHABLE);
            return;
        }
        become(ConnectionState.CONNECTING);
        key = null;
        try {
            channel = SocketChannel.open();
            network.prepare(channel);
            boolean connected = channel.connect(new InetSocketAddress(addresses[nextAddress++], remote.port()));
            interest = connected ? 0 : SelectionKey.OP_CONNECT;
            key = network.register(channel, interest, this);
            if (connected) {
                connectedNotice = true;
                noticeLater();
            }
        } catch (IOException | RuntimeException e) {
            connectFailed(e);
        }
    }

    private void connectFailed(Exception failed) {
        if (nextAddress >= addresses.length) {
            fail(NetworkErrors.ofConnect(failed));
            return;
        }
        RealNetwork.closeQuietly(channel);
        connectNext();
    }

    // ---- common

    private void fail(CloseReason why) {
        if (silent) {
            close(why);
            return;
        }
        become(ConnectionState.FAILED);
        failure = why;
        letGo();
        if (network.inInput()) {
            tellClosed();
        } else {
            noticeLater();
        }
    }

    private void tellClosed() {
        become(ConnectionState.CLOSED);
        silent = true;
        handler.onClosed(failure);
    }

    private void letGo() {
        sends.clear();
        target = null;
        targetLeft = 0;
        if (closeTimer != null) {
            closeTimer.stop();
        }
        if (channel != null) {
            RealNetwork.closeQuietly(channel);
        }
    }

    private void armCloseTimer(long nanos) {
        if (closeTimer == null) {
            closeTimer = network.timers().create("close connection " + id, () -> close(CloseReason.DONE));
        }
        closeTimer.startIn(nanos);
    }

    private void flushLater() {
        if (!flushQueued) {
            flushQueued = true;
            network.flushLater(this);
        }
    }

    private void noticeLater() {
        if (!noticeQueued) {
            noticeQueued = true;
            network.noticeLater(this);
        }
    }

    private void updateInterest() {
        if (key == null || state == ConnectionState.CONNECTING) {
            return;
        }
        int wanted = switch (state) {
            case OPEN -> (readsPaused ? 0 : SelectionKey.OP_READ) | (blocked ? SelectionKey.OP_WRITE : 0);
            case DRAINING -> blocked ? SelectionKey.OP_WRITE : 0;
            case LINGERING -> SelectionKey.OP_READ;
            default -> interest;
        };
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    private void become(ConnectionState next) {
        Invariant.check(state.mayBecome(next), "real-connection-state", "a connection's states do not follow like this",
                state.ordinal(), next.ordinal());
        state = next;
    }
}
