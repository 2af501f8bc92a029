package dev.seedlog.record;

/** Arithmetic of producer sequence numbers, which go from {@link Integer#MAX_VALUE} on to 0 (KIP-98). */
public final class Sequences {

    private Sequences() {
    }

    /** The sequence {@code increment} records after {@code sequence}; both at least 0. */
    public static int increment(int sequence, int increment) {
        if (sequence > Integer.MAX_VALUE - increment) {
            return increment - (Integer.MAX_VALUE - sequence) - 1;
        }
        return sequence + increment;
    }

    /** The sequence {@code decrement} records before {@code sequence}; both at least 0. */
    public static int decrement(int sequence, int decrement) {
        if (sequence < decrement) {
            return Integer.MAX_VALUE - (decrement - sequence) + 1;
        }
        return sequence - decrement;
    }

    /** Whether {@code next} is the sequence that follows {@code last} directly. */
    public static boolean follows(int last, int next) {
        return next == increment(last, 1);
    }
}
