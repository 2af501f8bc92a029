package dev.seedlog.broker.connection;

import dev.seedlog.wire.WireMessage;

/**
 * Serves the requests of one API.
 *
 * @param <Q> the request's type
 */
@FunctionalInterface
public interface RequestHandler<Q extends WireMessage> {

    /**
     * Serves one request, now or later. Its {@code bytes} and {@code records} fields are valid until the turn ends.
     */
    void handle(Exchange exchange, Q request);
}
