package dev.seedlog.broker.connection;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.CloseReason;

/** Where a request came from and its answer goes to: a client's connection, on this shard or on another. */
public abstract class RequestSource {

    RequestSource() {
    }

    /** The client's address. */
    public abstract HostPort remote();

    /** The configured listener that the client came in by. */
    public abstract String listenerName();

    /** Whether it has ended, by whichever side: nobody waits for answers any more. */
    public abstract boolean closed();

    /** Ends the client's connection now. Requests that wait are abandoned. */
    public abstract void close(CloseReason why);

    /** The place of an answer is taken when its request is read. */
    abstract void begin(Exchange exchange);

    /** An exchange that began has its answer. */
    abstract void onAnswer(Exchange exchange);
}
