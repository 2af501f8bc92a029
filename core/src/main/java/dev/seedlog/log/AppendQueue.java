package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import java.util.Arrays;

/** What a turn appends to one log, until its one write. The slices are lent until then. */
final class AppendQueue {

    private static final int FIRST_CAPACITY = 4;

    private BufferSlice[] slices = new BufferSlice[0];
    private int count;
    private int sizeBytes;
    private long records;

    void add(BufferSlice slice, long recordCount) {
        if (count == slices.length) {
            slices = Arrays.copyOf(slices, Math.max(FIRST_CAPACITY, 2 * count));
        }
        slices[count++] = slice;
        sizeBytes += slice.lengthBytes();
        records += recordCount;
    }

    boolean isEmpty() {
        return count == 0;
    }

    BufferSlice[] slices() {
        return slices;
    }

    int count() {
        return count;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    long records() {
        return records;
    }

    void clear() {
        Arrays.fill(slices, 0, count, null);
        count = 0;
        sizeBytes = 0;
        records = 0;
    }
}
