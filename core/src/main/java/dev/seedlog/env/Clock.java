package dev.seedlog.env;

/**
 * A node's clocks. Both are sampled once, at the beginning of a turn, and stand still within it.
 */
public interface Clock {

    /** Monotonic nanoseconds since an arbitrary beginning; the clock of every deadline. */
    long nanoTime();

    /** Wall-clock milliseconds since 1970 UTC. It may jump, back too, and differs between nodes. */
    long epochMillis();
}
