package dev.seedlog.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Where a node's chance comes from. */
final class Entropy {

    private static final Path SYSTEM_SOURCE = Path.of("/dev/urandom");

    private Entropy() {
    }

    /**
     * A seed that nobody can guess. Straight from the system where possible: loading the JDK's security providers takes
     * 50 ms and more, a large part of a node's start.
     */
    static long seed() {
        try (InputStream source = Files.newInputStream(SYSTEM_SOURCE)) {
            byte[] bytes = source.readNBytes(Long.BYTES);
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).getLong();
            }
        } catch (IOException e) {
            // This system has no such file.
        }
        return new SecureRandom().nextLong();
    }
}
