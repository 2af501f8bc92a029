package dev.seedlog.env;

import dev.seedlog.base.HostPort;

/** What a program tells the process that it runs in. */
public interface NodeControl {

    /** The node serves clients at this address. */
    void ready(HostPort bootstrap);

    /** This shard's clean stop is complete: it has closed what it had open. */
    void stopped();

    /**
     * The node cannot start or go on.
     *
     * @param exitStatus the process's: 2 for usage or configuration, 5 for anything else
     * @param why what happened, where, and what to do about it
     */
    void fatal(int exitStatus, String why);
}
