package dev.seedlog.raft;

/**
 * What the kernel may know of the log. It shows the log after all effects of the steps before; within a step the
 * kernel keeps account of its own appends and truncations.
 */
public interface RaftLogView {

    /** The offset of the first record still in the log, or the log end offset if there is none. */
    long startOffset();

    /** The log end offset and the last record's epoch; with an empty log those of the snapshot before it, or 0. */
    OffsetAndEpoch end();

    /** Up to where the log is known to be forced; asked once, at the start. */
    long forcedEndOffset();

    /**
     * The newest epoch of the log that is not newer than {@code epoch}, and where its records end. With no such epoch
     * it is the epoch of the snapshot at the log's start (0 without one) and the start offset.
     */
    OffsetAndEpoch endOffsetForEpoch(int epoch);

    /** The newest finished snapshot, forced, name and all; {@link SnapshotId#NONE} if there is none. */
    SnapshotId latestSnapshotId();

    /** The snapshot that ends at the start offset; {@link SnapshotId#NONE} if the log starts at 0. */
    SnapshotId earliestSnapshotId();

    /** A finished snapshot's size; -1 if there is no such snapshot. */
    long snapshotSizeBytes(SnapshotId id);
}
