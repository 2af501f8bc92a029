package dev.seedlog.env;

import org.agrona.DirectBuffer;

/** Hears what happens to a connection; always on the connection's shard, in the network phase of a turn. */
public interface ConnectionHandler {

    /** An outgoing connection is established. Not called for accepted ones. */
    default void onConnected() {
    }

    /**
     * Bytes arrived. They are valid until the end of this turn (those received by {@link Connection#receiveInto} as
     * long as their owner keeps the buffer). Until then they are the handler's own: a leader numbers the batches that
     * it receives where they lie.
     */
    void onBytes(DirectBuffer buffer, int offset, int length);

    /** After a send was refused: there is room again. */
    default void onWritable() {
    }

    /** The other side or the network ended the connection. Called at most once, and not after a close from here. */
    void onClosed(CloseReason why);
}
