package dev.seedlog.env.contract;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;

/** A process of a world under test, and the machine that it runs on. */
public interface TestNode {

    /** What its listeners bind to and where other nodes find it. */
    String host();

    /** A directory on the machine's disk, empty at first, that lives as long as the world. */
    String scratchDirectory();

    /** Another process on the same machine: same host, same disk, same scratch directory. */
    TestNode sibling();

    /** Starts the process; it may be started again after it ended. */
    void start(int shards, NodeProgram program);

    /** Asks each shard for a clean stop, and returns at once. */
    void stop();

    /**
     * Kills the process as SIGKILL does, if the world can.
     *
     * @return whether it could
     */
    boolean kill();

    /** Whether it was started and has not ended. */
    boolean running();

    /** What the program said that it serves at, or null. */
    HostPort bootstrap();

    /** The exit status of the process that ended; 0 after a clean stop. */
    int exitStatus();

    /** What the program said when it could not go on, or null. */
    String fatalReason();
}
