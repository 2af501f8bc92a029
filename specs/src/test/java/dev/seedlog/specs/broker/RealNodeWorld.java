package dev.seedlog.specs.broker;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** This machine, with nodes in this process; each has a temporary directory as its disk. */
final class RealNodeWorld implements TestWorld {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final List<Node> nodes = new ArrayList<>();

    @Override
    public Node node() {
        try {
            Node node = new Node("broker-test-" + nodes.size(), Files.createTempDirectory("seedlog-broker-"));
            nodes.add(node);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void runUntil(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("did not happen: " + what);
            }
            for (Node node : nodes) {
                if (node.ending.reason != null) {
                    throw new AssertionError(node.ending.reason);
                }
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    @Override
    public void runFor(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.close();
        }
    }

    /** A node of this process. */
    static final class Node implements TestNode {
        private final String name;
        private final Path directory;
        private RealNode process;
        private Ending ending = new Ending();

        private Node(String name, Path directory) {
            this.name = name;
            this.directory = directory;
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
            throw new UnsupportedOperationException("one process a directory");
        }

        @Override
        public void start(int shards, NodeProgram program) {
            ending = new Ending();
            process = RealNode.start(RealNodeOptions.named(name).withShards(shards), program, ending);
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

        private void close() {
            if (process != null) {
                process.close();
            }
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a node told about itself. */
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
            exitStatus = status;
            reason = why;
        }

        @Override
        public void stopped() {
            exitStatus = 0;
        }
    }
}
