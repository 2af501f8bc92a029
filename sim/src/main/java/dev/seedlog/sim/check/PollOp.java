package dev.seedlog.sim.check;

import java.util.Arrays;

/**
 * What one answer showed of a partition.
 *
 * @param consumer who polled
 * @param nanos when the answer came
 * @param generation the life of the log that was read
 * @param position from where it was asked for
 * @param nextPosition where the next poll begins
 * @param offsets of the records shown, those at or behind the position
 * @param values of these records
 */
public record PollOp(int consumer, long nanos, int generation, long position, long nextPosition, long[] offsets,
                     long[] values) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("poll by consumer " + consumer + " at " + nanos + " in generation "
                + generation + ", from " + position + " to " + nextPosition + ":");
        for (int i = 0; i < values.length; i++) {
            text.append(' ').append(offsets[i]).append('=').append(Values.text(values[i]));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PollOp that && consumer == that.consumer && nanos == that.nanos
                && position == that.position && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nanos * 31 + position);
    }
}
