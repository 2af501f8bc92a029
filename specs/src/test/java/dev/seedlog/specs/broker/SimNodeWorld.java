package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.simworld.SimFaults;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.simworld.SimWorld;
import java.util.function.BooleanSupplier;

/** A simulated world for whole nodes. */
final class SimNodeWorld implements TestWorld {

    private static final long DEADLINE_NANOS = 60_000_000_000L;
    /** Each machine has another directory beside that for everything. */
    static final String OTHER_DIRECTORY = "/other";
    private static final String DIRECTORY = "/data";

    private final SimWorld world;
    private int names;

    SimNodeWorld(long seed) {
        this(seed, SimOptions.calm());
    }

    SimNodeWorld(long seed, SimOptions options) {
        this.world = new SimWorld(seed, options);
    }

    @Override
    public Node node() {
        SimNode node = world.node("host" + ++names);
        node.disk().provide(DIRECTORY);
        node.disk().provide(OTHER_DIRECTORY);
        return new Node(node);
    }

    @Override
    public void runUntil(String what, BooleanSupplier condition) {
        assertTrue(world.runUntil(condition, DEADLINE_NANOS), () -> "not within a minute: " + what);
    }

    @Override
    public void runFor(long nanos) {
        world.runFor(nanos);
    }

    /** The rare paths of the node. */
    SimFaults faults() {
        return world.faults();
    }

    /** The world's time. */
    long nowNanos() {
        return world.nowNanos();
    }

    @Override
    public void close() {
        // Nothing of it is outside of this object.
    }

    /** A simulated process. */
    record Node(SimNode process) implements TestNode {

        @Override
        public String host() {
            return process.host();
        }

        @Override
        public String scratchDirectory() {
            return DIRECTORY;
        }

        @Override
        public TestNode sibling() {
            throw new UnsupportedOperationException("one process a machine");
        }

        @Override
        public void start(int shards, NodeProgram program) {
            process.start(shards, program);
        }

        @Override
        public void stop() {
            process.stop();
        }

        @Override
        public boolean kill() {
            process.kill();
            return true;
        }

        @Override
        public boolean running() {
            return process.running();
        }

        @Override
        public HostPort bootstrap() {
            return process.bootstrap();
        }

        @Override
        public int exitStatus() {
            return process.exitStatus();
        }

        @Override
        public String fatalReason() {
            return process.fatalReason();
        }
    }
}
