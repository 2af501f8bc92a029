package dev.seedlog.wire;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

/** Numbers that never change, without a box for each: replica ids, partition indexes. */
public final class IntList extends AbstractList<Integer> implements RandomAccess {

    private static final List<Integer> EMPTY = new IntList(new int[0]);

    private final int[] values;

    private IntList(int[] values) {
        this.values = values;
    }

    /** No numbers. */
    public static IntList empty() {
        return (IntList) EMPTY;
    }

    /** A list of these numbers; the array is copied. */
    public static IntList of(int... values) {
        return values.length == 0 ? empty() : new IntList(values.clone());
    }

    /** A list of these numbers; the array must not be used by the caller afterwards. */
    static IntList owning(int[] values) {
        return values.length == 0 ? empty() : new IntList(values);
    }

    /**
     * A list of the same numbers, or null for null.
     *
     * @throws NullPointerException if an element is null
     */
    public static IntList copyOf(Collection<Integer> source) {
        if (source == null || source instanceof IntList) {
            return (IntList) source;
        }
        int[] copy = new int[source.size()];
        int count = 0;
        for (int value : source) {
            copy[count++] = value;
        }
        return owning(copy);
    }

    /** The number at {@code index}, unboxed. */
    public int getInt(int index) {
        return values[index];
    }

    /** Whether {@code value} is among the numbers. */
    public boolean containsInt(int value) {
        for (int candidate : values) {
            if (candidate == value) {
                return true;
            }
        }
        return false;
    }

    /** The numbers in an array of the caller's own. */
    public int[] toIntArray() {
        return values.clone();
    }

    @Override
    public Integer get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}
