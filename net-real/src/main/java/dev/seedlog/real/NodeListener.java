package dev.seedlog.real;

import dev.seedlog.base.HostPort;

/**
 * Hears what becomes of a node; on the node's own threads, so it must neither block them nor exit the process: that is
 * for whoever waits in {@link RealNode#awaitEnd}. A node ends once: by {@link #fatal} or by {@link #stopped()}.
 */
public interface NodeListener {

    /** The node serves clients at this address. */
    void ready(HostPort bootstrap);

    /**
     * The node could not start or go on. Its sockets are closed.
     *
     * @param exitStatus what the process should exit with, never 0
     * @param why what happened, where, and what to do about it
     */
    void fatal(int exitStatus, String why);

    /** Every shard stopped cleanly; sockets and files are closed. */
    void stopped();
}
