package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import java.util.function.BooleanSupplier;

/** A simulated world for the contract tests. */
final class ContractWorld implements TestWorld {

    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final String DIRECTORY = "/scratch";

    private final SimWorld world;
    private int names;

    ContractWorld(SimWorld world) {
        this.world = world;
    }

    /** A world whose oddities are drawn: pieces of a byte, full windows, slow links, tiny mailboxes, long turns. */
    static ContractWorld odd(long seed) {
        return new ContractWorld(new SimWorld(seed, SimOptions.drawn(new SeededRandom(seed))));
    }

    @Override
    public TestNode node() {
        SimNode node = world.node("host" + ++names);
        node.disk().provide(DIRECTORY);
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

    @Override
    public void close() {
        // Nothing of it is outside of this object.
    }

    private final class Node implements TestNode {
        private final SimNode node;

        private Node(SimNode node) {
            this.node = node;
        }

        @Override
        public String host() {
            return node.host();
        }

        @Override
        public String scratchDirectory() {
            return DIRECTORY;
        }

        @Override
        public TestNode sibling() {
            return new Node(world.sibling("process" + ++names, node));
        }

        @Override
        public void start(int shards, NodeProgram program) {
            node.start(shards, program);
        }

        @Override
        public void stop() {
            node.stop();
        }

        @Override
        public boolean kill() {
            node.kill();
            return true;
        }

        @Override
        public boolean running() {
            return node.running();
        }

        @Override
        public HostPort bootstrap() {
            return node.bootstrap();
        }

        @Override
        public int exitStatus() {
            return node.exitStatus();
        }

        @Override
        public String fatalReason() {
            return node.fatalReason();
        }
    }
}
