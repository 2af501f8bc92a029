package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.wire.frame.FrameAssembler;
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
public final class ClientConnection implements ConnectionHandler {

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

    private boolean readsPaused;
    private boolean sendRefused;
    private boolean draining;
    private boolean closed;
    private long lastActiveNanos;

    ClientConnection(ConnectionHost host, Connection connection, String listenerName) {
        this.host = host;
        this.connection = connection;
        this.listenerName = listenerName;
        this.frames = new FrameAssembler(connection, host.frameBuffers(), host.limits().largestRequestBytes(),
                this::onFrame);
        this.lastActiveNanos = host.nanoTime();
    }

    /** The client's address. */
    public HostPort remote() {
        return connection.remote();
    }

    /** The configured listener that it came in by. */
    public String listenerName() {
        return listenerName;
    }

    /** Whether it has ended, by whichever side. */
    public boolean closed() {
        return closed;
    }

    /** Identifies the connection among all that this shard had. */
    public long id() {
        return connection.id();
    }

    /** Ends it now. Requests that wait are abandoned. */
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
        try {
            frames.onBytes(buffer, offset, length);
        } catch (FrameSizeException e) {
            LOG.info("closing the connection of {}: {}", remote(), e.getMessage());
            close(CloseReason.PROTOCOL_ERROR);
        }
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

    /** The place of an answer is taken when its request is read. */
    void begin(Exchange exchange) {
        inFlight.add(exchange);
    }

    void onAnswer(Exchange exchange) {
        if (closed) {
            host.discard(exchange);
        } else {
            drain();
        }
    }

    long lastActiveNanos() {
        return lastActiveNanos;
    }

    /** Whether it waits for the client alone. */
    boolean quiet() {
        return inFlight.isEmpty();
    }

    private boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
        boolean goOn = host.dispatcher().dispatch(this, buffer, offset, lengthBytes);
        holdBackOrGoOn();
        return goOn && !closed;
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!closed && !sendRefused && !inFlight.isEmpty() && inFlight.peek().answered()) {
            Exchange head = inFlight.peek();
            if (head.response() != null && !host.send(connection, head)) {
                sendRefused = true;
            } else {
                inFlight.poll();
                lastActiveNanos = host.nanoTime();
            }
        }
        draining = false;
        holdBackOrGoOn();
    }

    private void holdBackOrGoOn() {
        boolean hold = sendRefused || inFlight.size() >= MOST_IN_FLIGHT;
        if (hold == readsPaused || closed) {
            return;
        }
        readsPaused = hold;
        if (hold) {
            connection.pauseReads();
        } else {
            connection.resumeReads();
        }
    }

    private void ended() {
        closed = true;
        frames.close();
        for (Exchange waiting : inFlight) {
            if (waiting.answered()) {
                host.discard(waiting);
            }
        }
        inFlight.clear();
        host.forget(this);
    }
}
