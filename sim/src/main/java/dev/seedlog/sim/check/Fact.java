package dev.seedlog.sim.check;

/**
 * Somebody learnt that a value is at an offset.
 *
 * @param offset where
 * @param value what
 * @param kind how it is known
 * @param nanos when
 * @param source the operation
 */
record Fact(long offset, long value, Kind kind, long nanos, Object source) {

    /** How a fact is known; a later one says more than an earlier one. */
    enum Kind {
        /** It was read. */
        POLLED,
        /** It was acknowledged, so nobody sends it again. */
        ACKED,
        /** It was on the disk, forced. */
        FORCED
    }

    String text() {
        return Values.text(value) + " at offset " + offset + " (" + kind + ": " + source + ")";
    }
}
