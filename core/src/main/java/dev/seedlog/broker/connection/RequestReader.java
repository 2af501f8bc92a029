package dev.seedlog.broker.connection;

import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;

/**
 * Reads the requests of one API.
 *
 * @param <Q> the request's type
 */
@FunctionalInterface
public interface RequestReader<Q extends WireMessage> {

    /**
     * Reads a request in one version's format.
     *
     * @throws dev.seedlog.wire.WireFormatException if the bytes are not such a request
     */
    Q read(WireReader in, short version);
}
