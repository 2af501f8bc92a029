package dev.seedlog.broker.quorum;

import dev.seedlog.raft.RaftRole;
import dev.seedlog.raft.SnapshotId;

/** Hears what the quorum brings about, one event after the other, never while the kernel takes a step. */
public interface RaftListener {

    /** The log and quorum state are read; the replica takes part from now on. */
    void onStarted();

    /** A snapshot replaces all that was read of the log so far; what follows it comes by {@link #onCommitted}. */
    void onLoadSnapshot(SnapshotId id);

    /** All records before {@code highWatermark} are committed; they are in the log already. */
    void onCommitted(long highWatermark);

    /**
     * The role, the epoch or its leader changed.
     *
     * @param leaderId who leads the epoch; -1 if that is not known
     */
    void onRole(RaftRole role, int epoch, int leaderId);

    /** The node cannot go on: its metadata directory failed, or says what cannot be. Nothing follows. */
    void onFatal(String why);
}
