package dev.seedlog.cli;

import dev.seedlog.base.config.NodeConfig;

/** Runs a node in this process until it stops. */
@FunctionalInterface
public interface NodeRunner {

    /**
     * Runs a node whose data directories exist. It stops cleanly on SIGTERM.
     *
     * @param config the node's configuration, checked
     * @param stopWhenReady whether it stops by itself once it has served a client; {@code bin/seedlog} learns from such
     *     a run which classes a start and a first client need
     * @return the exit status, see {@link ExitStatus}
     */
    int run(NodeConfig config, boolean stopWhenReady);
}
