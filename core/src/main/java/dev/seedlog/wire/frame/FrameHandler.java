package dev.seedlog.wire.frame;

import org.agrona.DirectBuffer;

/** Hears each frame of a connection, in order. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * A frame is complete. Its bytes are valid until the end of the turn.
     *
     * @param offset where the message begins, behind the size
     * @param lengthBytes the message's size
     * @return false to stop: the connection is closed, and what is left of the input is not looked at
     */
    boolean onFrame(DirectBuffer buffer, int offset, int lengthBytes);

    /**
     * A frame announces a size that is not allowed. What follows cannot be understood, so the connection must end. It
     * may be found in the timer phase of a turn, if the frame before had to wait for memory.
     */
    default void onBadSize(FrameSizeException problem) {
        throw problem;
    }
}
