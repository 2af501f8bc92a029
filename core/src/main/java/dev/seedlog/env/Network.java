package dev.seedlog.env;

import dev.seedlog.base.HostPort;

/**
 * Byte streams between nodes, as TCP gives them: in order, in chunks of any size, with resets, half-open peers and
 * back-pressure. What is sent leaves at the end of the turn.
 */
public interface Network {

    /**
     * Accepts connections. They arrive on this shard.
     *
     * @param at where; port 0 takes any free one, which {@link Listener#boundTo()} tells
     * @throws NetworkException if the address cannot be had, naming it and why
     */
    Listener listen(HostPort at, Acceptor acceptor);

    /**
     * Opens a connection. It returns at once; the handler hears {@link ConnectionHandler#onConnected()} or
     * {@link ConnectionHandler#onClosed(CloseReason)} in a later turn. What is sent before that is queued.
     */
    Connection connect(HostPort to, ConnectionHandler handler);
}
