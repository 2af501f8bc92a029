package dev.seedlog.real;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.contract.TestNode;
import java.nio.file.Path;

/** A node of the test's own process. */
final class RealTestNode implements TestNode {

    /** What a node ends with if it failed by an exception, which is unexpected unless the test asked for it. */
    private static final int FAILED = 5;

    private final RealTestWorld world;
    private final Path directory;
    private final String name;
    private RealNode process;
    private Ending ending;
    private volatile boolean failureExpected;

    RealTestNode(RealTestWorld world, Path directory, String name) {
        this.world = world;
        this.directory = directory;
        this.name = name;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public String scratchDirectory() {
        return directory.toString();
    }

    @Override
    public TestNode sibling() {
        return world.node(directory);
    }

    @Override
    public void start(int shards, NodeProgram program) {
        start(RealNodeOptions.named(name).withShards(shards), program);
    }

    void start(RealNodeOptions options, NodeProgram program) {
        ending = new Ending();
        process = RealNode.start(options, program, ending);
    }

    /** The test makes the node fail, so waiting does not complain about it. */
    RealTestNode failing() {
        failureExpected = true;
        return this;
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public boolean kill() {
        process.close();
        return true;
    }

    @Override
    public boolean running() {
        try {
            return process != null && !process.awaitEnd(0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public HostPort bootstrap() {
        return ending.bootstrap;
    }

    @Override
    public int exitStatus() {
        return ending.exitStatus;
    }

    @Override
    public String fatalReason() {
        return ending.reason;
    }

    void throwUnexpectedFailure() {
        if (!failureExpected && ending != null && ending.exitStatus == FAILED) {
            throw new AssertionError(ending.reason);
        }
    }

    void close() {
        if (process != null) {
            process.close();
        }
    }

    /** What the node told about itself. */
    private static final class Ending implements NodeListener {
        private volatile HostPort bootstrap;
        private volatile int exitStatus = -1;
        private volatile String reason;

        @Override
        public void ready(HostPort address) {
            bootstrap = address;
        }

        @Override
        public void fatal(int status, String why) {
            reason = why;
            exitStatus = status;
        }

        @Override
        public void stopped() {
            exitStatus = 0;
        }
    }
}
