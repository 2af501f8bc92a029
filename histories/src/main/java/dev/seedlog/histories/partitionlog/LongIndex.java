package dev.seedlog.histories.partitionlog;

import java.util.Arrays;

/** Says in which row a number is: a hash map without objects. */
final class LongIndex {

    /** The answer for a number that is in no row. */
    static final int NONE = -1;
    private static final int FIRST_CAPACITY = 32;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] rows = new int[FIRST_CAPACITY];
    private int size;

    LongIndex() {
        Arrays.fill(rows, NONE);
    }

    int get(long key) {
        return rows[slot(key)];
    }

    /** Notes the row of a number that has none. */
    void put(long key, int row) {
        if (2 * size >= keys.length) {
            grow();
        }
        int slot = slot(key);
        keys[slot] = key;
        rows[slot] = row;
        size++;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        while (rows[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldRows = rows;
        keys = new long[2 * oldKeys.length];
        rows = new int[2 * oldRows.length];
        Arrays.fill(rows, NONE);
        size = 0;
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != NONE) {
                put(oldKeys[i], oldRows[i]);
            }
        }
    }
}
