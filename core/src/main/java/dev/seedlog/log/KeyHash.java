package dev.seedlog.log;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A keyed hash of 128 bits (SipHash-2-4 by Aumasson and Bernstein, in its form with a long output). Without the secret
 * nobody can make two keys of the same hash, and by chance there are none: so a hash may stand for its key.
 */
final class KeyHash {

    private static final long FIRST = 0x736f6d6570736575L;
    private static final long SECOND = 0x646f72616e646f6dL;
    private static final long THIRD = 0x6c7967656e657261L;
    private static final long FOURTH = 0x7465646279746573L;
    private static final int LONG_OUTPUT = 0xee;
    private static final int SECOND_HALF = 0xdd;

    private final long secretLow;
    private final long secretHigh;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long low;
    private long high;

    KeyHash(long secretLow, long secretHigh) {
        this.secretLow = secretLow;
        this.secretHigh = secretHigh;
    }

    /** Hashes these bytes: the result is {@link #low()} and {@link #high()}. */
    void hash(DirectBuffer buffer, int offset, int lengthBytes) {
        v0 = FIRST ^ secretLow;
        v1 = SECOND ^ secretHigh ^ LONG_OUTPUT;
        v2 = THIRD ^ secretLow;
        v3 = FOURTH ^ secretHigh;
        int whole = lengthBytes & ~(Long.BYTES - 1);
        for (int at = 0; at < whole; at += Long.BYTES) {
            absorb(buffer.getLong(offset + at, ByteOrder.LITTLE_ENDIAN));
        }
        long last = (long) lengthBytes << 56;
        for (int at = whole; at < lengthBytes; at++) {
            last |= (buffer.getByte(offset + at) & 0xFFL) << (8 * (at - whole));
        }
        absorb(last);
        v2 ^= LONG_OUTPUT;
        low = squeeze();
        v1 ^= SECOND_HALF;
        high = squeeze();
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private long squeeze() {
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }

    /** The first half. */
    long low() {
        return low;
    }

    /** The second half. */
    long high() {
        return high;
    }
}
