package dev.seedlog.simworld;

/**
 * How often what is wrong with a world has really hit something: a fault that hits nothing has tested nothing. A
 * blocked link counts when bytes wait at it, a full disk when a write does not fit, a stuck one when a force waits.
 */
public final class Hits {

    /** What can hit something. */
    public enum Kind {
        /** A process went on after a pause, and input or a deadline had waited for it. */
        LATE_AFTER_PAUSE,
        /** A program read its clocks for the first time since they began to drift. */
        DRIFTED,
        /** A program read the wall clock for the first time since it was set forward. */
        WALL_FORTH,
        /** A program read the wall clock for the first time since it was set back. */
        WALL_BACK,
        /** Something waited at a link that was clogged. */
        CLOGGED,
        /** Something waited, or could not connect, at a link between two sides of a partition. */
        PARTITIONED,
        /** The same of a partition that blocks one direction only. */
        ONE_WAY,
        /** An open connection was torn down. */
        RESET,
        /** Bytes were sent into a connection of which one end is not there any more, and nobody said so. */
        HALF_OPEN,
        /** A connection was refused though somebody listens. */
        REFUSED,
        /** Bytes waited because a link was made slow, or narrow. */
        DEGRADED,
        /** Bytes had the bad luck of one of a link's own slow periods. */
        SLOW_PERIOD,
        /** Bytes left in a small piece of what was to be sent. */
        CHUNKED,
        /** A force, or a prefetch, took longer because the disk was slow. */
        SLOW_FORCE,
        /** A force, or a prefetch, waited at a disk that was stuck. */
        STUCK_FORCE,
        /** A read failed. */
        FAILED_READ,
        /** A write failed. */
        FAILED_WRITE,
        /** A force failed. */
        FAILED_FORCE,
        /** A write did not fit on the disk. */
        DISK_FULL,
        /** A write went to a wrong place. */
        MISDIRECTED,
        /** A bit of a file changed. */
        BIT_ROT
    }

    private final long[] counts = new long[Kind.values().length];

    Hits() {
    }

    void hit(Kind kind) {
        counts[kind.ordinal()]++;
    }

    /** How often a kind has hit something so far. */
    public long count(Kind kind) {
        return counts[kind.ordinal()];
    }
}
