package dev.seedlog.broker.connection;

import dev.seedlog.base.Invariant;
import dev.seedlog.env.CloseReason;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireMessage;

/**
 * One request and the place of its answer. Answers leave in the order of the requests, whenever each becomes known; so
 * one that waits holds back those behind it, as the protocol demands.
 *
 * <p>Whoever handles the request answers exactly once: by {@link #respond}, {@link #respondNothing} or {@link
 * #disconnect}. If the connection is gone meanwhile, the answer is dropped.
 */
public final class Exchange {

    private final RequestSource connection;
    private final Api api;
    private final short version;
    private final int correlationId;
    private final String clientId;

    private boolean answered;
    private WireMessage response;
    private Runnable onAbandoned;

    Exchange(RequestSource connection, Api api, short version, int correlationId, String clientId) {
        this.connection = connection;
        this.api = api;
        this.version = version;
        this.correlationId = correlationId;
        this.clientId = clientId;
    }

    /** What is asked for. */
    public Api api() {
        return api;
    }

    /** The version of the request, and of its answer. */
    public short version() {
        return version;
    }

    /** The number by which the client recognizes the answer. */
    public int correlationId() {
        return correlationId;
    }

    /** What the client calls itself; null if it does not say. */
    public String clientId() {
        return clientId;
    }

    /** Where the request came from. */
    public RequestSource connection() {
        return connection;
    }

    /** Whether nobody waits for the answer any more. */
    public boolean abandoned() {
        return connection.closed();
    }

    /** What to do if the client goes before it was answered: whoever waits for its sake can stop. */
    public void whenAbandoned(Runnable action) {
        onAbandoned = action;
    }

    void abandon() {
        if (onAbandoned != null) {
            onAbandoned.run();
        }
    }

    /** Answers. The message may hold file regions, which then belong to the exchange. */
    public void respond(WireMessage message) {
        answer(message);
    }

    /** The request wants no answer (a produce with acks=0). */
    public void respondNothing() {
        answer(null);
    }

    /** Cannot be answered in a way that the client would understand: the connection ends. */
    public void disconnect(CloseReason why) {
        Invariant.check(!answered, "broker-answer-once", "a request is answered once");
        answered = true;
        connection.close(why);
    }

    boolean answered() {
        return answered;
    }

    /** What to send; null if nothing is. */
    WireMessage response() {
        return response;
    }

    private void answer(WireMessage message) {
        Invariant.check(!answered, "broker-answer-once", "a request is answered once");
        answered = true;
        response = message;
        connection.onAnswer(this);
    }
}
