package dev.seedlog.sim.check;

/** Values that are unique in a run: a producer's number and its count of records. */
public final class Values {

    private static final int COUNTER_BITS = 40;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private Values() {
    }

    /** The value of a producer's record number {@code counter}. */
    public static long of(int producer, long counter) {
        return ((long) producer << COUNTER_BITS) | counter;
    }

    /** Whose value it is. */
    public static int producer(long value) {
        return (int) (value >>> COUNTER_BITS);
    }

    /** Which of the producer's records it is. */
    public static long counter(long value) {
        return value & COUNTER_MASK;
    }

    /** As people read it: {@code producer:counter}. */
    public static String text(long value) {
        return producer(value) + ":" + counter(value);
    }
}
