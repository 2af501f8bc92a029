package dev.seedlog.real;

import dev.seedlog.env.contract.TestNode;
import dev.seedlog.env.contract.TestWorld;
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
final class RealTestWorld implements TestWorld {

    private static final int PATIENCE_SECONDS = Integer.getInteger("seedlog.test.patience.s", 30);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final List<RealTestNode> nodes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();

    @Override
    public TestNode node() {
        try {
            Path directory = Files.createTempDirectory("seedlog-world-");
            directories.add(directory);
            return node(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestNode node(Path directory) {
        RealTestNode node = new RealTestNode(this, directory, "test-" + nodes.size());
        nodes.add(node);
        return node;
    }

    @Override
    public void runUntil(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("did not happen: " + what);
            }
            for (RealTestNode node : nodes) {
                node.throwUnexpectedFailure();
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
        for (RealTestNode node : nodes) {
            node.close();
        }
        for (Path directory : directories) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
