package dev.seedlog.client;

import dev.seedlog.env.CloseReason;

/** Hears what becomes of the connections to a broker. */
public interface ChannelObserver {

    /** A connection is about to be made. */
    default void onConnecting(ClientChannel channel) {
    }

    /** The connection stands. The observer may give it up at once: {@link ClientChannel#reconnect()}. */
    default void onConnected(ClientChannel channel) {
    }

    /** Requests may be sent. */
    void onReady(ClientChannel channel);

    /** The connection ended, or was not had. Requests without an answer have heard so. */
    default void onLost(ClientChannel channel, CloseReason why) {
    }
}
