package dev.seedlog.specs.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, with the class path of this one, so that it can be killed. */
public final class ForkedJvm implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 90;

    private final Process process;
    private final Path output;

    private ForkedJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it writes is appended to {@code output}, which is emptied first. */
    public static ForkedJvm start(Path output, Map<String, String> environment, String mainClass,
                                  List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java,
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xmx384m", "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new ForkedJvm(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has written a line with this text, and returns that line. */
    public String awaitLine(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            for (String line : output().lines().toList()) {
                if (line.contains(text)) {
                    return line;
                }
            }
            if (!alive || System.nanoTime() > deadline) {
                throw new AssertionError("no '" + text + "' from a process that "
                        + (alive ? "still runs" : "ended with " + process.exitValue()) + ":\n" + output());
            }
            awaitEnd(20);
        }
    }

    /** All that it has written. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end, and returns its exit status. */
    public int awaitStatus() {
        if (!awaitEnd(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS))) {
            throw new AssertionError("the process does not end:\n" + output());
        }
        return process.exitValue();
    }

    /** Stops it as an operator does (SIGTERM), and returns its exit status. */
    public int terminate() {
        process.destroy();
        return awaitStatus();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        awaitStatus();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private boolean awaitEnd(long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
