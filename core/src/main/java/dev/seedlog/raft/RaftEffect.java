package dev.seedlog.raft;

import dev.seedlog.wire.ErrorCode;

/**
 * What a driver must do, in the order of the list and before the next step. What a step wants forced is asked for by
 * an effect and reported by an input; nothing waits inside a step.
 */
public sealed interface RaftEffect {

    /**
     * Write quorum-state, force the file, rename, force the directory; then {@link RaftInput.QuorumStatePersisted}.
     * Later ones may overtake: writing only the newest and reporting its generation is enough.
     */
    record PersistQuorumState(long generation, QuorumState state, int kraftVersion) implements RaftEffect {
    }

    /** Send a request; report {@link RaftInput.ResponseReceived} or {@link RaftInput.RequestFailed}, once. */
    record SendRequest(int destinationId, Endpoints destination, long correlationId, RaftRequest request)
            implements RaftEffect {
    }

    /** Answer a request. */
    record Reply(long requestId, RaftResponse response) implements RaftEffect {
    }

    /**
     * Answer a fetch with batches from {@code fromOffset}, up to {@code maxBytes} but one batch at least; those at
     * {@code toOffset} or behind may come along.
     */
    record ReplyWithRecords(long requestId, RaftResponse.Fetch header, long fromOffset, long toOffset, int maxBytes)
            implements RaftEffect {
    }

    /** Answer a snapshot fetch with the bytes from the header's position on, up to {@code maxBytes}. */
    record ReplyWithSnapshot(long requestId, RaftResponse.FetchSnapshot header, int maxBytes) implements RaftEffect {
    }

    /** Append one batch with this base offset and epoch, as the leader. */
    record AppendRecords(long handle, int epoch, long baseOffset, int recordCount, RecordsPayload payload)
            implements RaftEffect {
    }

    /** Append the LeaderChange record of an epoch, as the leader. */
    record AppendLeaderChange(long offset, LeaderChange change) implements RaftEffect {
    }

    /**
     * Append a control batch that says who votes from now on, as the leader.
     *
     * @param kraftVersion if positive, a record before that says that this is the version
     */
    record AppendVoters(long offset, int epoch, int kraftVersion, VoterSet voters) implements RaftEffect {

        /** No record of the version. */
        static final int SAME_VERSION = 0;
    }

    /** A machine's append is refused: this replica does not lead that epoch, or is about to stop. */
    record RefuseAppend(long handle, ErrorCode error) implements RaftEffect {
    }

    /** Append batches as they are, as a follower. */
    record AppendFetched(FetchedBatches batches) implements RaftEffect {
    }

    /** Force all of the log that was written; then {@link RaftInput.LogForced} with the same numbers. */
    record ForceLog(long generation, long endOffset) implements RaftEffect {
    }

    /** Remove all records from {@code endOffset} on and force that; then {@link RaftInput.LogTruncated}. */
    record TruncateLog(long generation, long endOffset) implements RaftEffect {
    }

    /** Begin a file for a snapshot that the leader will send; an unfinished one of the same id is emptied. */
    record BeginSnapshot(SnapshotId id) implements RaftEffect {
    }

    /** Write bytes of the snapshot that was begun. */
    record WriteSnapshot(SnapshotId id, long position, RecordsPayload bytes) implements RaftEffect {
    }

    /** Delete the snapshot that was begun: the leader will not send the rest. */
    record AbandonSnapshot(SnapshotId id) implements RaftEffect {
    }

    /**
     * Finish the snapshot that was begun: force it, give it its name, force the directory, and only then replace the
     * whole log by an empty one that starts at its end; force that; then {@link RaftInput.SnapshotInstalled}.
     */
    record InstallSnapshot(long generation, SnapshotId id) implements RaftEffect {
    }

    /** The machine must load this snapshot, in place of all it has, and go on with the records behind it. */
    record LoadSnapshot(SnapshotId id) implements RaftEffect {
    }

    /** The log before the snapshot's end may go; the snapshot is forced. When, is the driver's retention. */
    record ReleaseLogBefore(SnapshotId id) implements RaftEffect {
    }

    /** All records before {@code highWatermark} are committed and never change. */
    record CommitAdvanced(long highWatermark) implements RaftEffect {
    }

    /** The role, the epoch or its leader changed; a leader's LeaderChange record is at {@code epochStartOffset}. */
    record RoleChanged(RaftRole role, int epoch, int leaderId, long epochStartOffset) implements RaftEffect {
    }

    /** The kernel has nothing more to do: it may be dropped. */
    record ShutdownCompleted(boolean timedOut) implements RaftEffect {
    }
}
