package dev.seedlog.histories;

import java.util.Arrays;

/**
 * What a poll showed of a partition. The arrays are not copied: who makes one gives them away.
 *
 * @param key the partition
 * @param offsets of the records, in the order in which they came; -1 where it is not known
 * @param values of the same records
 */
public record Polled(int key, long[] offsets, long[] values) {

    /** As many offsets as values. */
    public Polled {
        if (offsets.length != values.length) {
            throw new IllegalArgumentException(offsets.length + " offsets for " + values.length + " values");
        }
    }

    /** How many records. */
    public int size() {
        return values.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polled that && key == that.key && Arrays.equals(offsets, that.offsets)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * key + Arrays.hashCode(offsets)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(key).append(" [");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "[" : " [").append(offsets[i]).append(' ').append(values[i]).append(']');
        }
        return text.append(']').toString();
    }
}
