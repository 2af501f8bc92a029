package dev.seedlog.histories.partitionlog;

/** A log between two breaches: it only grows. */
final class Life {

    private final int generation;
    private final long durableEnd;
    private final Facts facts = new Facts();
    private long knownOffset = -1;
    private long knownOffsetBy = -1;
    private long knownEnd;
    private long knownEndBy = -1;
    private long lowestEnd = Long.MAX_VALUE;
    private long lowestEndBy = -1;

    /**
     * A life.
     *
     * @param generation its number in the history
     * @param durableEnd up to where nothing of the life before was lost
     */
    Life(int generation, long durableEnd) {
        this.generation = generation;
        this.durableEnd = durableEnd;
    }

    int generation() {
        return generation;
    }

    long durableEnd() {
        return durableEnd;
    }

    Facts facts() {
        return facts;
    }

    /** The log is known to reach to this offset at least, and hold something there. */
    void knowOffset(long offset, long index) {
        if (offset > knownOffset) {
            knownOffset = offset;
            knownOffsetBy = index;
        }
    }

    /** The largest offset that was known by now to hold a record; -1 if none was. */
    long knownOffset() {
        return knownOffset;
    }

    /** Which entry showed it. */
    long knownOffsetBy() {
        return knownOffsetBy;
    }

    /** Consumers may read up to this offset. */
    void knowEnd(long end, long index) {
        if (end > knownEnd) {
            knownEnd = end;
            knownEndBy = index;
        }
    }

    /** Up to where consumers are known by now to be able to read. */
    long knownEnd() {
        return knownEnd;
    }

    /** Which entry showed it. */
    long knownEndBy() {
        return knownEndBy;
    }

    /** Somebody was told that the log ends here. */
    void toldEnd(long end, long index) {
        if (end < lowestEnd) {
            lowestEnd = end;
            lowestEndBy = index;
        }
    }

    /** The smallest end that anybody was told; the largest number if nobody was. */
    long lowestEnd() {
        return lowestEnd;
    }

    /** Which entry told it. */
    long lowestEndBy() {
        return lowestEndBy;
    }
}
