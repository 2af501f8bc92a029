package dev.seedlog.base;

/** Durations in nanoseconds, the unit of every deadline. */
public final class Nanos {

    private static final long PER_MILLI = 1_000_000;
    private static final long PER_SECOND = 1_000 * PER_MILLI;

    private Nanos() {
    }

    /** Milliseconds as nanoseconds; what does not fit is the longest duration there is. */
    public static long ofMillis(long millis) {
        return saturated(millis, PER_MILLI);
    }

    /** Seconds as nanoseconds; what does not fit is the longest duration there is. */
    public static long ofSeconds(long seconds) {
        return saturated(seconds, PER_SECOND);
    }

    /** Whole milliseconds in a duration, rounded down. */
    public static long toMillis(long nanos) {
        return Math.floorDiv(nanos, PER_MILLI);
    }

    private static long saturated(long count, long unit) {
        long nanos = count * unit;
        boolean fits = nanos / unit == count;
        return fits ? nanos : count < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
