package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Nanos;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.WireEncodingException;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.frame.FrameBuffers;
import dev.seedlog.wire.message.ResponseHeader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.ExpandableDirectByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shard's clients: it accepts their connections within the limits, ends idle ones, and encodes their answers. */
public final class ConnectionHost {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHost.class);

    /** How many idle checks there are in one idle timeout. */
    private static final int IDLE_CHECKS = 4;
    private static final int KEPT_ENCODING_BYTES = 64 * 1024;

    private final ShardEnv env;
    private final ConnectionLimits limits;
    private final ApiDispatcher dispatcher;
    private final FrameBuffers frameBuffers;
    private final Timer idleCheck;
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    private final Admission admission;
    private final WireWriter writer = new WireWriter();
    private final Outbound outbound = new Outbound();
    private final FrameLoans loans;
    private boolean holding;
    private boolean heldBack;
    private ExpandableDirectByteBuffer encoded = new ExpandableDirectByteBuffer(KEPT_ENCODING_BYTES);

    /** A host without listeners yet, alone on its node. */
    public ConnectionHost(ShardEnv env, ConnectionLimits limits, ApiDispatcher dispatcher) {
        this(env, limits, dispatcher, new ConnectionCounts(limits));
    }

    /** A host without listeners yet. */
    public ConnectionHost(ShardEnv env, ConnectionLimits limits, ApiDispatcher dispatcher, Admission admission) {
        this.admission = admission;
        this.env = env;
        this.limits = limits;
        this.dispatcher = dispatcher;
        // Room for one largest frame beside the usual ones; beyond it, connections wait for one another.
        this.frameBuffers = new FrameBuffers(2L * limits.largestRequestBytes(), env.timers());
        this.loans = new FrameLoans(frameBuffers);
        this.idleCheck = env.timers().create("idle connections", this::closeIdle);
    }

    /**
     * Accepts clients at an address.
     *
     * @return the address with the port that was taken
     * @throws dev.seedlog.env.NetworkException if the address cannot be had
     */
    public HostPort listen(String listenerName, HostPort at) {
        return opened(env.network().listen(at, connection -> accept(connection, listenerName)));
    }

    /**
     * Accepts a share of the clients at an address at which another shard of the node listens.
     *
     * @throws dev.seedlog.env.NetworkException if none does
     */
    public void share(String listenerName, HostPort at) {
        opened(env.network().share(at, connection -> accept(connection, listenerName)));
    }

    private HostPort opened(Listener listener) {
        listeners.add(listener);
        armIdleCheck();
        return listener.boundTo();
    }

    /** From now on clients are accepted and not heard, until {@link #serve()}: what they ask for is not there yet. */
    public void hold() {
        holding = true;
    }

    /** Hears clients, those too that came while they were held. */
    public void serve() {
        holding = false;
        holdAllBackOrGoOn();
    }

    /** Reads no further, or goes on: other shards cannot keep up with what clients ask. */
    public void holdBack(boolean hold) {
        if (hold != heldBack) {
            heldBack = hold;
            holdAllBackOrGoOn();
        }
    }

    private void holdAllBackOrGoOn() {
        new ArrayList<>(connections).forEach(ClientConnection::holdBackOrGoOn);
    }

    boolean holding() {
        return holding || heldBack;
    }

    /** What other shards borrow of the frames received here. */
    public FrameLoans loans() {
        return loans;
    }

    /** Accepts no more clients, and ends those that are there once their answers are sent. */
    public void close() {
        listeners.forEach(Listener::close);
        listeners.clear();
        idleCheck.stop();
        for (ClientConnection connection : new ArrayList<>(connections)) {
            connection.finish(CloseReason.SHUTDOWN);
        }
    }

    /** The turn is over: the memory of its frames may be used again. */
    public void endTurn() {
        loans.endTurn();
        frameBuffers.endTurn();
    }

    /** How many clients are connected. */
    public int connectionCount() {
        return connections.size();
    }

    FrameBuffers frameBuffers() {
        return frameBuffers;
    }

    ConnectionLimits limits() {
        return limits;
    }

    ApiDispatcher dispatcher() {
        return dispatcher;
    }

    long nanoTime() {
        return env.clock().nanoTime();
    }

    /** Encodes an answer and queues it; false if the client does not read. */
    boolean send(Connection connection, Exchange exchange) {
        if (!encode(exchange)) {
            exchange.connection().close(CloseReason.PROTOCOL_ERROR);
            return true;
        }
        boolean taken = connection.trySend(outbound);
        outbound.clear();
        return taken;
    }

    /** Lets go of an answer that nobody waits for. */
    void discard(Exchange exchange) {
        if (exchange.response() != null && encode(exchange)) {
            outbound.releaseRegions();
        }
    }

    void forget(ClientConnection connection) {
        connections.remove(connection);
        if (connection.admitted()) {
            admission.left(connection.remote().host());
        }
    }

    private ConnectionHandler accept(Connection connection, String listenerName) {
        ClientConnection client = new ClientConnection(this, connection, listenerName);
        Admission.Verdict verdict = admission.ask(connection.remote().host(), taken -> admitted(client, taken));
        if (verdict == Admission.Verdict.REFUSED) {
            refused(client);
            return null;
        }
        connections.add(client);
        if (verdict == Admission.Verdict.TAKEN) {
            client.admit();
        }
        client.holdBackOrGoOn();
        return client;
    }

    private void admitted(ClientConnection client, boolean taken) {
        if (!taken) {
            refused(client);
            client.close(CloseReason.OVER_LIMIT);
        } else if (client.closed()) {
            admission.left(client.remote().host());
        } else {
            client.admit();
            client.holdBackOrGoOn();
        }
    }

    private void refused(ClientConnection client) {
        LOG.warn("refusing a connection of {}: {} are open on this shard, and no more are taken", client.remote(),
                connections.size());
    }

    /** Encodes an answer; false if it has no encoding, which is a defect of ours. */
    private boolean encode(Exchange exchange) {
        if (encoded.capacity() > KEPT_ENCODING_BYTES) {
            // A rare large answer must not hold its memory for ever.
            encoded = new ExpandableDirectByteBuffer(KEPT_ENCODING_BYTES);
        }
        short headerVersion = exchange.api().responseHeaderVersion(exchange.version());
        writer.wrap(encoded, 0);
        int frame = writer.beginFrame();
        try {
            ResponseHeader.builder().correlationId(exchange.correlationId()).build().write(writer, headerVersion);
            exchange.response().write(writer, exchange.version());
        } catch (WireEncodingException e) {
            LOG.error("the answer to {} of version {} cannot be encoded", exchange.api(), exchange.version(), e);
            writer.addTo(outbound.clear());
            outbound.releaseRegions();
            return false;
        }
        writer.endFrame(frame);
        writer.addTo(outbound.clear());
        return true;
    }

    private void closeIdle() {
        long oldest = nanoTime() - Nanos.ofMillis(limits.idleTimeoutMs());
        for (ClientConnection connection : new ArrayList<>(connections)) {
            if (connection.quiet() && connection.lastActiveNanos() <= oldest) {
                connection.close(CloseReason.IDLE);
            }
        }
        armIdleCheck();
    }

    private void armIdleCheck() {
        if (limits.idleTimeoutMs() > 0) {
            idleCheck.startIn(Nanos.ofMillis(limits.idleTimeoutMs()) / IDLE_CHECKS);
        }
    }
}
