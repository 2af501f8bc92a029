package dev.seedlog.wire.frame;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Connection;
import dev.seedlog.env.ConnectionHandler;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.WireWriter;
import dev.seedlog.wire.message.RequestHeader;
import dev.seedlog.wire.message.ResponseHeader;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One outgoing connection of the protocol: requests out, answers back in the same order, each within its timeout.
 *
 * <p>It lives once. Who wants a new connection after this one ended opens a new channel.
 */
public final class RequestChannel {

    private static final Logger LOG = LoggerFactory.getLogger(RequestChannel.class);
    private static final int ENCODING_BYTES = 4 * 1024;

    private final ShardEnv env;
    private final String clientId;
    private final ChannelListener listener;
    private final Connection connection;
    private final FrameAssembler frames;
    private final Timer timeout;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final WireReader reader = new WireReader();
    private final WireWriter writer = new WireWriter();
    private final ExpandableDirectByteBuffer encoded = new ExpandableDirectByteBuffer(ENCODING_BYTES);
    private final Outbound outbound = new Outbound();

    private int nextCorrelationId;
    private boolean closed;

    /**
     * Opens a connection.
     *
     * @param to whom to call
     * @param clientId what this side calls itself
     * @param largestResponseBytes the largest answer that is accepted
     */
    public RequestChannel(ShardEnv env, FrameBuffers buffers, HostPort to, String clientId, int largestResponseBytes,
                          ChannelListener listener) {
        this.env = env;
        this.clientId = clientId;
        this.listener = listener;
        this.timeout = env.timers().create("request timeout", this::onTimeout);
        this.connection = env.network().connect(to, new Handler());
        this.frames = new FrameAssembler(connection, buffers, largestResponseBytes, new Answers());
    }

    /**
     * Sends a request. Its buffers may be reused at once.
     *
     * @param timeoutNanos how long to wait for the answer; the connection ends when it did not come, because nothing
     *     behind it could arrive either
     * @return false if the connection has ended or its peer does not read; then nothing was sent
     */
    public boolean send(Api api, short version, WireMessage request, long timeoutNanos, ResponseHandler handler) {
        return !closed && trySend(api, version, request, timeoutNanos, handler);
    }

    /** Sends a request that will have no answer (a produce with acks=0); false if nothing was sent. */
    public boolean sendUnanswered(Api api, short version, WireMessage request) {
        return !closed && trySend(api, version, request, 0, null);
    }

    /** How many requests wait for their answer. */
    public int inFlight() {
        return pending.size();
    }

    /** Whether the connection has ended. */
    public boolean closed() {
        return closed;
    }

    /** Ends the connection; requests without an answer hear so. */
    public void close(CloseReason why) {
        if (!closed) {
            connection.close(why);
            ended(why);
        }
    }

    private boolean trySend(Api api, short version, WireMessage request, long timeoutNanos, ResponseHandler handler) {
        int correlationId = nextCorrelationId;
        writer.wrap(encoded, 0);
        int frame = writer.beginFrame();
        RequestHeader.builder().requestApiKey(api.id()).requestApiVersion(version).correlationId(correlationId)
                .clientId(clientId).build().write(writer, api.requestHeaderVersion(version));
        request.write(writer, version);
        writer.endFrame(frame);
        writer.addTo(outbound.clear());
        boolean taken = connection.trySend(outbound);
        outbound.clear();
        if (taken) {
            nextCorrelationId++;
            if (handler != null) {
                pending.add(new Pending(api, version, correlationId, env.clock().nanoTime() + timeoutNanos, handler));
                armTimeout();
            }
        }
        return taken;
    }

    private boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
        Pending answered = pending.poll();
        try {
            reader.wrap(buffer, offset, lengthBytes);
            if (answered == null || readHeader(answered) != answered.correlationId) {
                LOG.warn("closing the connection to {}: it answers what was not asked", connection.remote());
                fail(answered);
                return false;
            }
            armTimeout();
            answered.handler.onResponse(reader, answered.version);
        } catch (WireFormatException e) {
            LOG.warn("closing the connection to {}: its answer is malformed: {}", connection.remote(), e.getMessage());
            fail(answered);
            return false;
        }
        return !closed;
    }

    private int readHeader(Pending answered) {
        return ResponseHeader.read(reader, answered.api.responseHeaderVersion(answered.version)).correlationId();
    }

    private void fail(Pending answered) {
        if (answered != null) {
            answered.handler.onLost(CloseReason.PROTOCOL_ERROR);
        }
        close(CloseReason.PROTOCOL_ERROR);
    }

    private void armTimeout() {
        if (pending.isEmpty()) {
            timeout.stop();
        } else {
            timeout.startIn(pending.peek().deadlineNanos - env.clock().nanoTime());
        }
    }

    private void onTimeout() {
        LOG.info("closing the connection to {}: no answer to {} in time", connection.remote(), pending.peek().api);
        close(CloseReason.IDLE);
    }

    private void ended(CloseReason why) {
        closed = true;
        timeout.stop();
        frames.close();
        while (!pending.isEmpty()) {
            pending.poll().handler.onLost(why);
        }
        listener.onClosed(why);
    }

    private record Pending(Api api, short version, int correlationId, long deadlineNanos, ResponseHandler handler) {
    }

    /** What the frames tell. */
    private final class Answers implements FrameHandler {
        @Override
        public boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes) {
            return RequestChannel.this.onFrame(buffer, offset, lengthBytes);
        }

        @Override
        public void onBadSize(FrameSizeException problem) {
            LOG.warn("closing the connection to {}: {}", connection.remote(), problem.getMessage());
            close(CloseReason.PROTOCOL_ERROR);
        }
    }

    /** What the connection tells, kept apart from what the channel offers. */
    private final class Handler implements ConnectionHandler {
        @Override
        public void onConnected() {
            if (!closed) {
                listener.onConnected();
            }
        }

        @Override
        public void onBytes(DirectBuffer buffer, int offset, int length) {
            frames.onBytes(buffer, offset, length);
        }

        @Override
        public void onClosed(CloseReason why) {
            if (!closed) {
                ended(why);
            }
        }
    }
}
