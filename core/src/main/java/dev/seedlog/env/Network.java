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
     * Takes a share of the connections that come to an address at which another shard of this node listens: they are
     * dealt out in turn to that shard and all that share. When that shard closes its listener none of them accepts any
     * more, and closing a share leaves the others as they are.
     *
     * @param at the address that the other listener is bound to
     * @throws NetworkException if no shard of this node listens there
     */
    default Listener share(HostPort at, Acceptor acceptor) {
        throw new NetworkException("no shard of this node listens at " + at, null);
    }

    /**
     * Opens a connection. It returns at once; the handler hears {@link ConnectionHandler#onConnected()} or
     * {@link ConnectionHandler#onClosed(CloseReason)} in a later turn. What is sent before that is queued.
     */
    Connection connect(HostPort to, ConnectionHandler handler);
}
