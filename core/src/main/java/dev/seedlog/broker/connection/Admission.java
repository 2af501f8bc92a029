package dev.seedlog.broker.connection;

import java.util.function.Consumer;

/** Decides whether a node takes one more client, on whichever shard it was accepted. */
public interface Admission {

    /** What becomes of a client. */
    enum Verdict {
        /** It is taken. */
        TAKEN,
        /** There are too many. */
        REFUSED,
        /** Another shard is asked. */
        LATER
    }

    /**
     * Asks for a client.
     *
     * @param later hears whether it is taken, if the verdict is {@link Verdict#LATER}
     */
    Verdict ask(String address, Consumer<Boolean> later);

    /** A client that was taken is gone. */
    void left(String address);
}
