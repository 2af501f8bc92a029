package dev.seedlog.histories.partitionlog;

import java.util.Arrays;

/** A growing row of numbers: histories have millions, and an object for each would be too much. */
final class Longs {

    private static final int FIRST_CAPACITY = 16;

    private long[] all = new long[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    long get(int at) {
        return all[at];
    }

    void set(int at, long value) {
        all[at] = value;
    }

    /** Adds at the end; answers where that is. */
    int add(long value) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        all[size] = value;
        return size++;
    }

    long[] toArray() {
        return Arrays.copyOf(all, size);
    }
}
