package dev.seedlog.record;

import org.agrona.MutableDirectBuffer;

/** Compresses one range after another, in memory that it keeps. */
abstract class Compressor {

    /**
     * Compresses a range into a buffer that expands as needed.
     *
     * @return the bytes written
     */
    abstract int compress(byte[] source, int from, int lengthBytes, MutableDirectBuffer target, int targetOffset);

    /** Releases native memory; nothing may be called afterwards. */
    void close() {
    }
}
