package dev.seedlog.sim.storm;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own in memory, which can be filled without harm to anybody else. */
final class SmallDisk implements Closeable {

    private static final int MEBIBYTE = 1 << 20;
    private static final long PATIENCE_SECONDS = 10;

    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /**
     * Mounts one on a directory, which is created if it does not exist.
     *
     * @throws IOException if this user, or this system, must not do so
     */
    static SmallDisk mount(Path at, long sizeBytes) throws IOException {
        Files.createDirectories(at);
        run("mount", "-t", "tmpfs", "-o", "size=" + sizeBytes, "tmpfs", at.toString());
        return new SmallDisk(at);
    }

    private Path filler() {
        return at.resolve("filler");
    }

    /** Takes all room that is left. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            byte[] block = new byte[MEBIBYTE];
            for (int size = block.length; size > 0;) {
                size = tryWrite(out, block, size) ? size : size / 2;
            }
        }
    }

    private static boolean tryWrite(OutputStream out, byte[] block, int size) {
        try {
            out.write(block, 0, size);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    /** What is on it is gone then. */
    @Override
    public void close() throws IOException {
        run("umount", "-l", at.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(said.isEmpty() ? String.join(" ", command) + " failed" : said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
