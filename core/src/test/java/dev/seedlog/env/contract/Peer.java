package dev.seedlog.env.contract;

import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** One end of a connection, remembering all that it hears; may be asked from anywhere. */
public class Peer implements ConnectionHandler {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<CloseReason> closings = new ArrayList<>();
    private Consumer<Peer> afterBytes = peer -> { };
    private Connection connection;
    private boolean connected;
    private int arrivals;
    private int writableCalls;

    /** An acceptor that gives every connection to this handler. */
    public final ConnectionHandler accepted(Connection accepted) {
        opened(accepted);
        return this;
    }

    /** Remembers the connection that this handler serves, and gives it back. */
    public final synchronized Connection opened(Connection opened) {
        connection = opened;
        return opened;
    }

    /** Has code run on the shard after each arrival. */
    public final synchronized Peer afterBytesDo(Consumer<Peer> code) {
        afterBytes = code;
        return this;
    }

    @Override
    public void onConnected() {
        synchronized (this) {
            connected = true;
        }
    }

    @Override
    public void onBytes(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        synchronized (this) {
            received.write(bytes, 0, length);
            arrivals++;
        }
        afterBytes.accept(this);
    }

    @Override
    public void onWritable() {
        synchronized (this) {
            writableCalls++;
        }
    }

    @Override
    public void onClosed(CloseReason why) {
        synchronized (this) {
            closings.add(why);
        }
    }

    /** The connection, or null if none was accepted or opened yet. */
    public final synchronized Connection connection() {
        return connection;
    }

    /** Whether {@link #onConnected()} was heard. */
    public final synchronized boolean connected() {
        return connected;
    }

    /** All bytes so far. */
    public final synchronized byte[] received() {
        return received.toByteArray();
    }

    /** How many bytes so far. */
    public final synchronized int receivedBytes() {
        return received.size();
    }

    /** How often bytes arrived. */
    public final synchronized int arrivals() {
        return arrivals;
    }

    /** How often it was told that there is room again. */
    public final synchronized int writableCalls() {
        return writableCalls;
    }

    /** Every reason that it was closed for: at most one. */
    public final synchronized List<CloseReason> closings() {
        return List.copyOf(closings);
    }

    /** Whether it was closed by others. */
    public final synchronized boolean closed() {
        return !closings.isEmpty();
    }
}
