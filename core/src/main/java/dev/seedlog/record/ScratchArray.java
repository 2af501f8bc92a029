package dev.seedlog.record;

import java.util.Arrays;

/** An array that is used again and again and grows as needed, but not kept beyond a limit. */
final class ScratchArray {

    private static final int SMALLEST_BYTES = 4_096;
    private static final int KEPT_BYTES = 1 << 22;

    private byte[] bytes = {};

    /** The array, with room for {@code lengthBytes}; what it held may be lost. */
    byte[] atLeast(int lengthBytes) {
        if (bytes.length < lengthBytes) {
            bytes = new byte[Math.max(SMALLEST_BYTES, lengthBytes)];
        }
        return bytes;
    }

    /** The array, with room for {@code lengthBytes}, holding what it held. It doubles, up to {@code limitBytes}. */
    byte[] grow(int lengthBytes, int limitBytes) {
        if (bytes.length < lengthBytes) {
            long doubled = Math.min(limitBytes, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(doubled, SMALLEST_BYTES), lengthBytes));
        }
        return bytes;
    }

    /** The array as it is. */
    byte[] bytes() {
        return bytes;
    }

    /** Lets a large array go. */
    void trim() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}
