package dev.seedlog.sim.workload;

import dev.seedlog.histories.Polled;
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

    /** What was gathered, of the partition with this number; the next answer begins. */
    Polled take(int key) {
        Polled shown = new Polled(key, Arrays.copyOf(offsets, count), Arrays.copyOf(values, count));
        count = 0;
        return shown;
    }
}
