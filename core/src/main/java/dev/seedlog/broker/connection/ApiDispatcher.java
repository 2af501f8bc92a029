package dev.seedlog.broker.connection;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.InvariantViolation;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.RequestHeader;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each request's header and hands its body to the one handler of its API.
 *
 * <p>What cannot be understood ends the connection, as in Kafka: an unknown API, a version that is not served, a body
 * that is not what its header says. The exception is ApiVersions, which a newer client may ask in a version that we do
 * not know; it is answered in version 0 with what we serve (KIP-511).
 */
public final class ApiDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(ApiDispatcher.class);
    private static final int KEY_AND_VERSION_BYTES = 2 * Short.BYTES;
    private static final int NO_CORRELATION_ID = -1;
    private static final int CORRELATION_ID_OFFSET = KEY_AND_VERSION_BYTES;

    private final ServedApis served;
    private final UnknownApiVersions unknownApiVersions;
    private final WireReader reader = new WireReader();
    private DirectBuffer frameBuffer;
    private int frameOffset;
    private int frameBytes;

    /**
     * A dispatcher.
     *
     * @param unknownApiVersions answers ApiVersions in a version that is not served
     */
    public ApiDispatcher(ServedApis served, UnknownApiVersions unknownApiVersions) {
        this.served = served;
        this.unknownApiVersions = unknownApiVersions;
    }

    /** Answers an ApiVersions request whose version is not served. */
    @FunctionalInterface
    public interface UnknownApiVersions {

        /** Answers in the format of version 0. */
        void answer(Exchange exchange);
    }

    /**
     * Serves one frame.
     *
     * @return whether the connection goes on
     */
    public boolean dispatch(RequestSource connection, DirectBuffer buffer, int offset, int lengthBytes) {
        frameBuffer = buffer;
        frameOffset = offset;
        frameBytes = lengthBytes;
        if (lengthBytes < KEY_AND_VERSION_BYTES + Integer.BYTES) {
            return refuse(connection, "a request of " + lengthBytes + " bytes has no header");
        }
        short key = buffer.getShort(offset, ByteOrder.BIG_ENDIAN);
        short version = buffer.getShort(offset + Short.BYTES, ByteOrder.BIG_ENDIAN);
        Api api = Api.forId(key);
        ServedApis.Served<?> target = api == null ? null : served.find(api);
        if (target == null) {
            return refuse(connection, "API key " + key + " is not served");
        }
        if (!target.serves(version)) {
            if (api == Api.API_VERSIONS) {
                int correlationId = buffer.getInt(offset + CORRELATION_ID_OFFSET, ByteOrder.BIG_ENDIAN);
                Exchange exchange = new Exchange(connection, api, (short) 0, correlationId, null);
                connection.begin(exchange);
                unknownApiVersions.answer(exchange);
                return !connection.closed();
            }
            return refuse(connection, "version " + version + " of " + api + " is not served");
        }
        try {
            reader.wrap(buffer, offset, lengthBytes);
            handle(connection, target, version);
        } catch (WireFormatException e) {
            return refuse(connection,
                    "a " + api + " request of version " + version + " is malformed: " + e.getMessage());
        }
        return !connection.closed();
    }

    private <Q extends WireMessage> void handle(RequestSource connection, ServedApis.Served<Q> target,
            short version) {
        RequestHeader header = RequestHeader.read(reader, target.api().requestHeaderVersion(version));
        Q request = target.reader().read(reader, version);
        reader.requireEnd(target.api().toString());
        Exchange exchange = new Exchange(connection, target.api(), version, header.correlationId(), header.clientId());
        connection.begin(exchange);
        handle(exchange, target, request);
    }

    /**
     * Serves a request that was read elsewhere.
     *
     * @throws IllegalArgumentException if its API is not served here
     */
    public void handle(RequestSource source, Api api, short version, String clientId, WireMessage request) {
        ServedApis.Served<?> target = served.find(api);
        if (target == null) {
            throw new IllegalArgumentException(api + " is not served on this shard");
        }
        Exchange exchange = new Exchange(source, api, version, NO_CORRELATION_ID, clientId);
        source.begin(exchange);
        handleUnchecked(exchange, target, request);
    }

    /** The frame that is being dispatched; valid as long as the handler runs. */
    public BufferSlice frame() {
        return new BufferSlice(frameBuffer, frameOffset, frameBytes);
    }

    /** Whoever sends a request of an API knows its type. */
    @SuppressWarnings("unchecked")
    private static <Q extends WireMessage> void handleUnchecked(Exchange exchange, ServedApis.Served<Q> target,
                                                                WireMessage request) {
        handle(exchange, target, (Q) request);
    }

    private static <Q extends WireMessage> void handle(Exchange exchange, ServedApis.Served<Q> target, Q request) {
        try {
            target.handler().handle(exchange, request);
        } catch (InvariantViolation e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect of ours must not take the node down for everybody; this client sees its connection end.
            LOG.error("{} of version {} from {} failed", exchange.api(), exchange.version(),
                    exchange.connection().remote(), e);
            if (!exchange.answered()) {
                exchange.disconnect(CloseReason.PROTOCOL_ERROR);
            } else {
                exchange.connection().close(CloseReason.PROTOCOL_ERROR);
            }
        }
    }

    private static boolean refuse(RequestSource connection, String why) {
        LOG.info("closing the connection of {}: {}", connection.remote(), why);
        connection.close(CloseReason.PROTOCOL_ERROR);
        return false;
    }
}
