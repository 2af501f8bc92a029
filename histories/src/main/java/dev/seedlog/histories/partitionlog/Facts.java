package dev.seedlog.histories.partitionlog;

import java.util.Arrays;

/**
 * What is known of one life of a log: which value is at which offset, and how that is known. A row for each offset, in
 * the order in which they became known.
 */
final class Facts {

    /** It was read. */
    static final int POLLED = 1;
    /** It was acknowledged for good, so nobody sends it again. */
    static final int ACKED = 2;
    /** It was forced when a breach came. */
    static final int FORCED = 4;
    /** It was there at the very end. */
    static final int FINAL = 8;

    private final Longs offsets = new Longs();
    private final Longs values = new Longs();
    private final Longs kinds = new Longs();
    private final Longs learntAt = new Longs();
    private final LongIndex byOffset = new LongIndex();
    private long[] sorted;

    int size() {
        return offsets.size();
    }

    long offset(int row) {
        return offsets.get(row);
    }

    long value(int row) {
        return values.get(row);
    }

    /** Whether it is known in this way, or one of these. */
    boolean is(int row, int kind) {
        return (kinds.get(row) & kind) != 0;
    }

    /** Which entry said it first. */
    long learntAt(int row) {
        return learntAt.get(row);
    }

    /** The row of an offset, or {@link LongIndex#NONE}. */
    int row(long offset) {
        return byOffset.get(offset);
    }

    /**
     * Somebody learnt something.
     *
     * @return whether it is new; false as well if there is another value already
     */
    boolean learn(long offset, long value, int kind, long index) {
        int row = byOffset.get(offset);
        if (row == LongIndex.NONE) {
            byOffset.put(offset, offsets.add(offset));
            values.add(value);
            kinds.add(kind);
            learntAt.add(index);
            sorted = null;
            return true;
        }
        if (values.get(row) == value) {
            kinds.set(row, kinds.get(row) | kind);
        }
        return false;
    }

    /** The known offsets in growing order. */
    long[] sortedOffsets() {
        if (sorted == null) {
            sorted = offsets.toArray();
            Arrays.sort(sorted);
        }
        return sorted;
    }

    /** The first known offset that is not below this one, or -1. */
    long firstFrom(long offset) {
        long[] all = sortedOffsets();
        int at = Arrays.binarySearch(all, offset);
        int place = at >= 0 ? at : -at - 1;
        return place == all.length ? -1 : all[place];
    }
}
