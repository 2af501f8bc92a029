package dev.seedlog.env;

import dev.seedlog.base.HostPort;

/** A place where connections are accepted. */
public interface Listener {

    /** The address, with the port that was taken if any free one was asked for. */
    HostPort boundTo();

    /** Accepts no more; accepted connections live on. */
    void close();
}
