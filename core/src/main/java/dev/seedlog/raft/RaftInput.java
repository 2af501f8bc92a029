package dev.seedlog.raft;

import java.util.List;

/** What happens to a replica. Each is handed to {@link RaftKernel#step}. */
public sealed interface RaftInput {

    /** The first input of a kernel's life. */
    record Start() implements RaftInput {
    }

    /** The deadline that the last step named has passed. Coming early or late does no harm. */
    record TimerFired() implements RaftInput {
    }

    /**
     * A peer's request.
     *
     * @param requestId the driver's name for it; the reply effect names it again, exactly once
     */
    record RequestReceived(long requestId, RaftRequest request) implements RaftInput {
    }

    /** The connection of a request that was not answered yet is gone; no reply is wanted. */
    record RequestAbandoned(long requestId) implements RaftInput {
    }

    /** The response to the request that {@link RaftEffect.SendRequest} named {@code correlationId}. */
    record ResponseReceived(long correlationId, RaftResponse response) implements RaftInput {
    }

    /** A request will not be answered: its connection failed, could not be made, or the driver gave up on it. */
    record RequestFailed(long correlationId) implements RaftInput {
    }

    /**
     * A peer's process seems to be gone: this replica had a connection to it, the other side ended that, and now the
     * peer's address refuses. Said again with each refusal. It may be wrong (a firewall, a translated address), so
     * nothing may come of it but an election.
     */
    record PeerRefuses(int peerId) implements RaftInput {
    }

    /**
     * The replicated machine wants records appended, all in one batch, in the epoch that it believes to lead.
     *
     * @param handle the machine's name for it; {@link RaftEffect.AppendRecords} or {@link RaftEffect.RefuseAppend}
     *     names it again
     */
    record ClientAppend(long handle, int epoch, int recordCount, RecordsPayload payload) implements RaftInput {
    }

    /** A force that {@link RaftEffect.ForceLog} asked for has ended well. It repeats what that effect said. */
    record LogForced(long generation, long endOffset) implements RaftInput {
    }

    /** The newest quorum state up to this generation is in its file, file and directory forced. */
    record QuorumStatePersisted(long generation) implements RaftInput {
    }

    /** The truncation of this generation is done and forced. */
    record LogTruncated(long generation) implements RaftInput {
    }

    /** The machine wrote a snapshot of committed state; file and directory are forced. */
    record SnapshotWritten(SnapshotId id) implements RaftInput {
    }

    /**
     * A snapshot from the leader replaced the log; all of it is forced.
     *
     * @param controls the snapshot's own control records, in order; their offsets do not matter
     */
    record SnapshotInstalled(long generation, SnapshotId id, List<ControlRecord> controls) implements RaftInput {
    }

    /** The machine cannot go on leading this epoch. Another epoch's request is ignored. */
    record ResignRequested(int epoch) implements RaftInput {
    }

    /** The node is going down: a leader hands over; nobody stands for election any more. */
    record ShutdownRequested(long timeoutNanos) implements RaftInput {
    }
}
