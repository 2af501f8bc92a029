package dev.seedlog.log;

/**
 * Where a leader epoch ends in a log: the answer to OffsetForLeaderEpoch (KIP-101, KIP-279).
 *
 * @param epoch the largest epoch in the log not larger than the one asked for, or -1 if it cannot be told
 * @param endOffset the offset behind its last record, or -1
 */
public record EpochEnd(int epoch, long endOffset) {

    /** The epoch asked for is not known here. */
    public static final EpochEnd UNKNOWN = new EpochEnd(-1, -1);
}
