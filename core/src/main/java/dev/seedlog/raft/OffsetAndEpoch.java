package dev.seedlog.raft;

/**
 * A position of the log: the offset behind a record, and the epoch of that record. Ordered as Raft compares logs, by
 * epoch first (Raft, section 5.4.1).
 *
 * @param offset the offset of the next record; -1 in a message means that there is no position
 * @param epoch the epoch of the record before it; 0 if there is none
 */
public record OffsetAndEpoch(long offset, int epoch) implements Comparable<OffsetAndEpoch> {

    /** No position. */
    public static final OffsetAndEpoch NONE = new OffsetAndEpoch(-1, -1);

    /** Whether this is a position; a message says "none" by negative numbers. */
    public boolean isPresent() {
        return epoch >= 0 && offset >= 0;
    }

    @Override
    public int compareTo(OffsetAndEpoch other) {
        int byEpoch = Integer.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(offset, other.offset);
    }
}
