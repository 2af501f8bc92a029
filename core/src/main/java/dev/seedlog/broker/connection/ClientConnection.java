package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.wire.frame.FrameAssembler;
import dev.seedlog.wire.frame.FrameHandler;
import dev.seedlog.wire.frame.FrameSizeException;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: its frames become exchanges, and their answers leave in the same order.
 *
 * <p>It reads no further while too many requests wait for their answer, or while the client does not read its answers.
 */
public final class ClientConnection extends RequestSource implements ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /**
     * Requests of one connection that may wait for their answer; librdkafka sends up to 5 produces and more fetches.
     */
    private static final int MOST_IN_FLIGHT = 64;

    private final ConnectionHost host;
    private final Connection connection;
    private final String listenerName;
    private final FrameAssembler frames;
    private final ArrayDeque<Exchange> inFlight = new ArrayDeque<>();

    private boolean admitted;
    private boolean sendRefused;
    private boolean draining;
    private boolean closed;
    private long lastActiveNanos;
    private long lastQueuedBytes;

    ClientConnection(ConnectionHost host, Connection connection, String listenerName) {
        this.host = host;
        this.connection = connection;
        this.listenerName = listenerName;
        this.frames = new FrameAssembler(connection, host.frameBuffers(), host.limits().largestRequestBytes(),
                new Requests());
        this.lastActiveNanos = host.nanoTime();
    }

    @Override
    public HostPort remote() {
        return connection.remote();
    }

    @Override
    public String listenerName() {
        return listenerName;
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /** Identifies the connection among all that this shard had. */
    public long id() {
        return connection.id();
    }

    @Override
    public void close(CloseReason why) {
        if (!closed) {
            connection.close(why);
            ended();
        }
    }

    /** Ends it once the answers that are queued have left. */
    void finish(CloseReason why) {
        if (!closed) {
            connection.closeAfterSends(why);
            ended();
        }
    }

    @Override
    public void onBytes(DirectBuffer buffer, int offset, int length) {
        lastActiveNanos = host.nanoTime();
        frames.onBytes(buffer, offset, length);
    }

    @Override
    public void onWritable() {
        sendRefused = false;
        drain();
    }

    @Override
    public void onClosed(CloseReason why) {
        if (!closed) {
            ended();
        }
    }

    @Override
    void begin(Exchange exchange) {
        inFlight.add(exchange);
    }

    @Override
    void onAnswer(Exchange exchange) {
        if (closed) {
            host.discard(exchange);
        } else {
            drain();
        }
    }

    /** The node takes it: it is counted, and heard. */
    void admit() {
        admitted = true;
    }

    boolean admitted() {
        return admitted;
    }

    /** When the client last sent something, or took something of what is queued for it. */
    long lastActiveNanos() {
        if (connection.queuedBytes() != lastQueuedBytes) {
            lastQueuedBytes = connection.queuedBytes();
            lastActiveNanos = host.nanoTime();
        }
        return lastActiveNanos;
    }

    /** Whether it waits for the client alone: for a request, or for the client to read its answers. */
    boolean quiet() {
        return inFlight.isEmpty() || sendRefused;
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!closed && !sendRefused && !inFlight.isEmpty() && inFlight.peek().answered()) {
            // Taken out first: if its answer cannot be encoded, the connection ends, and it must not be met again.
            Exchange head = inFlight.poll();
            if (head.response() != null && !host.send(connection, head)) {
                inFlight.addFirst(head);
                sendRefused = true;
            } else {
                lastActiveNanos = host.nanoTime();
            }
        }
        draining = false;
        holdBackOrGoOn();
    }

    /** Reads on, unless somebody has to wait first: the client for us, or we for the client. */
    void holdBackOrGoOn() {
        frames.holdReads(sendRefused || inFlight.size() >= MOST_IN_FLIGHT || host.holding()
                || !admitted);
    }

    private void ended() {
        closed = true;
        frames.close();
        host.forget(this);
        for (Exchange waiting = inFlight.poll(); waiting != null; waiting = inFlight.poll()) {
            if (waiting.answered()) {
                host.discard(waiting);
            } else {
                waiting.abandon();
            }
        }
    }

    /** What the frames tell. */
    private final class Requests implements FrameHandler {
        @Override
        public boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
            boolean goOn = host.dispatcher().dispatch(ClientConnection.this, buffer, offset, lengthBytes);
            holdBackOrGoOn();
            return goOn && !closed;
        }

        @Override
        public void onBadSize(FrameSizeException problem) {
            LOG.info("closing the connection of {}: {}", remote(), problem.getMessage());
            close(CloseReason.PROTOCOL_ERROR);
        }
    }
}
