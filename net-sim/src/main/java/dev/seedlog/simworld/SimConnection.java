package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.RandomSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One end of a connection: what it sends on its way to the other end, and what came from there. */
final class SimConnection implements Connection {

    private static final byte[] END = new byte[0];
    private static final long FIRST_RETRY_NANOS = 1_000_000_000;
    private static final int CONNECT_ATTEMPTS = 4;
    private static final int TINY_PIECE = 16;
    private static final int SMALL_PIECE = 4096;
    private static final int TINY_PERMILLE = 250;
    private static final int LOSE_IN_FLIGHT_PERMILLE = 500;

    /** From the first call to the last. */
    private enum State {
        /** The other end has not answered yet; next is OPEN, or CLOSED. */
        CONNECTING,
        /** Bytes go both ways; next is DRAINING or CLOSED. */
        OPEN,
        /** Closed from here, but for what is queued; next is CLOSED. */
        DRAINING,
        /** Nothing is sent, heard or taken any more. */
        CLOSED
    }

    private final long id;
    private final SimShard shard;
    private final SimNetwork network;
    private final SimMachine remoteMachine;
    private final HostPort local;
    private final HostPort remote;
    private final RandomSource random;
    private final SendQueue queue = new SendQueue();
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private final boolean chunked;
    private Link way;
    private ConnectionHandler handler;
    private SimConnection peer;
    private State state;
    private boolean touched;
    private boolean handshakeBegun;
    private boolean draining;
    private boolean endSent;
    private boolean refused;
    private boolean readsPaused;
    private boolean incomingLost;
    private boolean silenced;
    private boolean lostPower;
    private boolean sentIntoTheVoid;
    private int unacknowledged;
    private long lastArrival;
    private MutableDirectBuffer target;
    private int targetOffset;
    private int targetLeft;

    private SimConnection(SimShard shard, SimMachine remoteMachine, HostPort local, HostPort remote, State state) {
        SimWorld world = shard.process().world();
        this.shard = shard;
        this.network = world.network();
        this.id = network.nextConnectionId();
        this.remoteMachine = remoteMachine;
        this.local = local;
        this.remote = remote;
        this.state = state;
        this.random = shard.process().random().fork("connection/" + id);
        this.chunked = Draws.chance(random, world.options().network().chunkedPermille());
        network.opened(this);
        shard.process().opened(this);
    }

    /** The end that opens a connection; the machine is null if there is none of that name. */
    static SimConnection opening(SimShard shard, ConnectionHandler handler, HostPort local, HostPort remote,
                                 SimMachine remoteMachine) {
        SimConnection connection = new SimConnection(shard, remoteMachine, local, remote, State.CONNECTING);
        connection.handler = handler;
        connection.touched = true;
        return connection;
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
    public boolean trySend(Outbound message) {
        if (state == State.CLOSED || state == State.DRAINING) {
            message.releaseRegions();
            return true;
        }
        if (queue.sizeBytes() >= shard.process().world().options().network().queueLimitBytes()) {
            refused = true;
            return false;
        }
        queue.add(message);
        touch();
        return true;
    }

    @Override
    public long queuedBytes() {
        return queue.sizeBytes();
    }

    @Override
    public void pauseReads() {
        readsPaused = true;
    }

    @Override
    public void resumeReads() {
        if (readsPaused) {
            readsPaused = false;
            for (int i = unread.size(); i > 0; i--) {
                shard.networkInput(this::deliverNext);
            }
        }
    }

    @Override
    public void receiveInto(MutableDirectBuffer buffer, int offset, int length) {
        if (offset < 0 || length < 0 || offset > buffer.capacity() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + buffer.capacity());
        }
        target = buffer;
        targetOffset = offset;
        targetLeft = length;
    }

    @Override
    public void closeAfterSends(CloseReason why) {
        if (state == State.CONNECTING && queue.isEmpty()) {
            close(why);
        } else if (state == State.OPEN || state == State.CONNECTING) {
            // While connecting the handshake goes on; its end sees that nothing is to be heard.
            draining = true;
            if (state == State.OPEN) {
                state = State.DRAINING;
            }
            touch();
        }
    }

    @Override
    public void close(CloseReason why) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            queue.clear();
            touch();
        }
    }

    /** What was asked for in the turn happens now. */
    void turnEnded() {
        touched = false;
        if (state == State.CONNECTING && !handshakeBegun) {
            handshakeBegun = true;
            attempt(0);
        } else if (state == State.CLOSED) {
            sendEnd(!unread.isEmpty());
        } else {
            transmit();
        }
    }

    /** Keeps this end's arrivals at the other in order: the earliest that something sent now may arrive. */
    long inOrder(long time) {
        lastArrival = Math.max(lastArrival, time);
        return lastArrival;
    }

    boolean isBetween(SimMachine one, SimMachine other) {
        SimMachine here = shard.process().machine();
        return here == one && remoteMachine == other || here == other && remoteMachine == one;
    }

    // ---- establishing ----

    private void attempt(int attempts) {
        if (state != State.CONNECTING) {
            return;
        }
        SimMachine here = shard.process().machine();
        if (remoteMachine == null) {
            later(FIRST_RETRY_NANOS / 1000, () -> closedByOthers(CloseReason.UNREACHABLE));
        } else if (!remoteMachine.powered() || network.link(here, remoteMachine).hitsBlock()
                || network.link(remoteMachine, here).hitsBlock()) {
            if (attempts == CONNECT_ATTEMPTS) {
                closedByOthers(CloseReason.UNREACHABLE);
            } else {
                later(FIRST_RETRY_NANOS << attempts, () -> attempt(attempts + 1));
            }
        } else {
            carry(0, () -> requestArrived(attempts));
        }
    }

    /** At the other machine. */
    private void requestArrived(int attempts) {
        if (state != State.CONNECTING) {
            return;
        }
        if (!remoteMachine.powered()) {
            later(FIRST_RETRY_NANOS, () -> attempt(Math.min(attempts + 1, CONNECT_ATTEMPTS)));
            return;
        }
        SimListener bound = network.listener(remoteMachine, remote.port());
        if (bound == null) {
            network.link(remoteMachine, shard.process().machine())
                    .carry(this, 0, () -> closedByOthers(CloseReason.REFUSED));
            return;
        }
        SimListener listener = bound.next();
        SimConnection accepted = new SimConnection(listener.shard(), shard.process().machine(),
                new HostPort(remoteMachine.host(), remote.port()), local, State.OPEN);
        accepted.peer = this;
        peer = accepted;
        listener.shard().networkInput(() -> accepted.accept(listener));
        accepted.carry(0, this::established);
    }

    private void accept(SimListener listener) {
        shard.note(Trace.Kind.ACCEPTED, id, local.port());
        if (state == State.OPEN) {
            handler = listener.acceptor().accept(this);
            if (handler == null) {
                close(CloseReason.OVER_LIMIT);
            }
        }
    }

    private void established() {
        if (state == State.CLOSED || !shard.process().alive()) {
            sendEnd(true);
            return;
        }
        if (state == State.CONNECTING) {
            state = draining ? State.DRAINING : State.OPEN;
            shard.networkInput(() -> {
                if (state == State.OPEN) {
                    shard.note(Trace.Kind.CONNECTED, id, remote.port());
                    handler.onConnected();
                }
            });
            transmit();
        }
    }

    // ---- sending ----

    private void transmit() {
        if (state != State.OPEN && state != State.DRAINING || peer == null) {
            return;
        }
        int window = shard.process().world().options().network().windowBytes();
        while (!queue.isEmpty() && unacknowledged < window && queue.failure() == null) {
            byte[] bytes = queue.take(piece(window - unacknowledged));
            if (bytes.length > 0) {
                unacknowledged += bytes.length;
                carry(bytes.length, () -> peer.arrived(bytes));
            }
        }
        if (queue.failure() != null) {
            queue.clear();
            sendEnd(true);
            closedByOthers(queue.failure());
        } else if (state == State.DRAINING && queue.isEmpty()) {
            state = State.CLOSED;
            sendEnd(false);
        } else if (refused && queue.sizeBytes() <= shard.process().world().options().network().queueLimitBytes() / 2) {
            refused = false;
            shard.networkInput(this::tellWritable);
        }
    }

    private int piece(int room) {
        if (!chunked) {
            return room;
        }
        hits().hit(Hits.Kind.CHUNKED);
        int limit = Draws.chance(random, TINY_PERMILLE) ? TINY_PIECE : SMALL_PIECE;
        return Math.min(room, 1 + random.nextInt(limit));
    }

    private void tellWritable() {
        if (state == State.OPEN) {
            shard.note(Trace.Kind.WRITABLE, id, 0);
            handler.onWritable();
        }
    }

    /** Tells the other end that this one is closed, behind all that was transmitted. */
    private void sendEnd(boolean abortive) {
        if (endSent) {
            return;
        }
        endSent = true;
        forget();
        if (peer != null) {
            carry(0, abortive ? () -> peer.closedByOthers(CloseReason.RESET) : () -> peer.arrived(END));
        }
    }

    // ---- receiving ----

    private void arrived(byte[] bytes) {
        if (incomingLost) {
            if (silenced) {
                hits().hit(Hits.Kind.HALF_OPEN);
            }
            return;
        }
        if (lostPower) {
            peer.sentIntoTheVoid(shard.process().machine().powered());
        } else if (state == State.OPEN && shard.process().alive()) {
            unread.add(bytes);
            if (!readsPaused) {
                shard.networkInput(this::deliverNext);
            }
        }
    }

    private void deliverNext() {
        if (state != State.OPEN || readsPaused || unread.isEmpty()) {
            return;
        }
        byte[] bytes = unread.poll();
        if (bytes == END) {
            tellClosed(CloseReason.PEER_CLOSED);
            return;
        }
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        shard.note(Trace.Kind.BYTES, id, buffer);
        shard.network().lent(bytes);
        int at = 0;
        while (at < bytes.length && state == State.OPEN) {
            if (targetLeft > 0) {
                at += deliverToTarget(buffer, at);
            } else {
                int from = at;
                at = bytes.length;
                handler.onBytes(buffer, from, at - from);
            }
        }
        if (peer != null) {
            peer.acknowledged(bytes.length);
        }
    }

    private int deliverToTarget(UnsafeBuffer bytes, int at) {
        int count = Math.min(targetLeft, bytes.capacity() - at);
        MutableDirectBuffer into = target;
        int offset = targetOffset;
        into.putBytes(offset, bytes, at, count);
        targetOffset += count;
        targetLeft -= count;
        if (targetLeft == 0) {
            target = null;
        }
        handler.onBytes(into, offset, count);
        return count;
    }

    /** The other end's program has read; news of it travels only if someone waits for it. */
    private void acknowledged(int bytes) {
        if (queue.isEmpty()) {
            unacknowledged -= bytes;
        } else {
            peer.carry(0, () -> {
                unacknowledged -= bytes;
                transmit();
            });
        }
    }

    // ---- ending ----

    /** Something but this program ended the connection: it hears so in its next turn. */
    private void closedByOthers(CloseReason why) {
        if (state != State.CLOSED && shard.process().alive()) {
            unread.clear();
            queue.clear();
            shard.networkInput(() -> tellClosed(why));
        }
    }

    private void tellClosed(CloseReason why) {
        if (state == State.CLOSED) {
            return;
        }
        boolean heard = state != State.DRAINING && !draining && handler != null;
        state = State.CLOSED;
        endSent = true;
        queue.clear();
        unread.clear();
        forget();
        if (heard) {
            shard.note(Trace.Kind.CLOSED, id, why.ordinal());
            handler.onClosed(why);
        }
    }

    /** The process has ended in an orderly way. */
    void processExited() {
        state = State.CLOSED;
        queue.clear();
        sendEnd(!unread.isEmpty());
    }

    /** The process has died, and perhaps its machine with it. */
    void processDied(SimProcess.Death how, RandomSource chance) {
        state = State.CLOSED;
        queue.clear();
        if (peer != null && Draws.chance(chance, LOSE_IN_FLIGHT_PERMILLE)) {
            peer.incomingLost = true;
        }
        if (how == SimProcess.Death.KILL) {
            sendEnd(true);
        } else {
            lostPower = true;
            forget();
        }
    }

    /** Something between tore the connection down. */
    void cut() {
        if (state == State.OPEN) {
            hits().hit(Hits.Kind.RESET);
        }
        incomingLost = true;
        closedByOthers(CloseReason.RESET);
    }

    /** Nothing arrives here any more, and nobody says so. */
    void silence() {
        silenced = true;
        incomingLost = true;
    }

    private void sentIntoTheVoid(boolean machineIsUp) {
        sentIntoTheVoid = true;
        if (machineIsUp) {
            peerBooted(remoteMachine);
        }
    }

    /** The other end's machine is up and does not know this connection. */
    void peerBooted(SimMachine machine) {
        if (machine == remoteMachine && sentIntoTheVoid && !silenced) {
            sentIntoTheVoid = false;
            network.link(remoteMachine, shard.process().machine())
                    .carry(this, 0, () -> closedByOthers(CloseReason.RESET));
        }
    }

    private void forget() {
        network.closed(this);
        shard.process().closed(this);
    }

    private void touch() {
        if (!touched) {
            touched = true;
            shard.network().leaves(this);
        }
    }

    private void carry(long bytes, Runnable arrival) {
        if (way == null) {
            way = network.link(shard.process().machine(), remoteMachine);
        }
        way.carry(this, bytes, arrival);
    }

    private Hits hits() {
        return shard.process().world().hits();
    }

    private void later(long nanos, Runnable action) {
        shard.process().world().in(nanos, action);
    }
}
