package dev.seedlog.record;

import org.agrona.MutableDirectBuffer;

/** Signed numbers in zigzag form, seven bits a byte, the lowest first, as records hold them. */
final class Varints {

    private static final int BITS = 7;
    private static final int CONTINUED = 0x80;

    private Varints() {
    }

    static int sizeBytes(long value) {
        long zigzag = zigzag(value);
        int significantBits = Long.SIZE - Long.numberOfLeadingZeros(zigzag | 1);
        return (significantBits + BITS - 1) / BITS;
    }

    /** Writes the number; where it ends. */
    static int put(MutableDirectBuffer target, int offset, long value) {
        long rest = zigzag(value);
        int at = offset;
        while ((rest & -CONTINUED) != 0) {
            target.putByte(at++, (byte) (rest | CONTINUED));
            rest >>>= BITS;
        }
        target.putByte(at++, (byte) rest);
        return at;
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> Long.SIZE - 1;
    }
}
