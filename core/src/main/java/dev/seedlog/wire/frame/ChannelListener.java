package dev.seedlog.wire.frame;

import dev.seedlog.env.CloseReason;

/** Hears the beginning and the end of an outgoing connection. */
public interface ChannelListener {

    /** The connection stands. Requests may be sent before, too; they wait for this. */
    void onConnected();

    /** The connection ended, or was never had. All requests without an answer have heard so before. */
    void onClosed(CloseReason why);
}
