package dev.seedlog.sim.workload;

import java.util.Arrays;

/** Gathers the records of one answer. */
final class PollBuffer {

    private long[] offsets = new long[16];
    private long[] values = new long[16];
    private int count;

    void add(long offset, long value) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        offsets[count] = offset;
        values[count++] = value;
    }

    long[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    long[] values() {
        return Arrays.copyOf(values, count);
    }

    void clear() {
        count = 0;
    }
}
