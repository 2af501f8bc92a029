package dev.seedlog.base;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whether Agrona's buffers work in this JVM. From JDK 17 on they reach into {@code jdk.internal.misc}, which a module
 * flag must open; without it the first buffer fails with an error that helps nobody.
 */
public final class AgronaAccess {

    /** The flag that opens what Agrona needs. */
    public static final String JVM_FLAG = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

    private AgronaAccess() {
    }

    /**
     * Tries one buffer.
     *
     * @throws IllegalStateException if buffers do not work; its message is the JVM flag to add
     */
    public static void verify() {
        try {
            new UnsafeBuffer(new byte[Long.BYTES]).putLong(0, 1);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("this JVM must be started with " + JVM_FLAG, e);
        }
    }
}
