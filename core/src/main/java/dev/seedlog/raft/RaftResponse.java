package dev.seedlog.raft;

import dev.seedlog.wire.ErrorCode;

/** A response of the quorum, in the shape of Kafka's, reduced to the one partition of the metadata log. */
public sealed interface RaftResponse {

    /** The error, of the partition or of the whole request. */
    ErrorCode error();

    /** A refusal of the whole request: nothing is said of the partition. */
    record Refused(ErrorCode error) implements RaftResponse {
    }

    /** The answer to {@link RaftRequest.Vote}. */
    record Vote(ErrorCode error, LeaderInfo leader, boolean granted) implements RaftResponse {
    }

    /** The answer to {@link RaftRequest.BeginQuorumEpoch}. */
    record BeginQuorumEpoch(ErrorCode error, LeaderInfo leader) implements RaftResponse {
    }

    /** The answer to {@link RaftRequest.EndQuorumEpoch}. */
    record EndQuorumEpoch(ErrorCode error, LeaderInfo leader) implements RaftResponse {
    }

    /**
     * The answer to {@link RaftRequest.AddVoter} and {@link RaftRequest.RemoveVoter}.
     *
     * @param message what is wrong; null if nothing is, or the error says it all
     */
    record VoterChange(ErrorCode error, String message) implements RaftResponse {
    }

    /** The answer to {@link RaftRequest.UpdateVoter}. */
    record UpdateVoter(ErrorCode error, LeaderInfo leader) implements RaftResponse {
    }

    /**
     * The answer to {@link RaftRequest.Fetch}: records, or where the logs part, or which snapshot to take first.
     *
     * @param highWatermark the leader's; -1 if it does not know it yet
     * @param divergingEpoch the end of the newest epoch that the logs may share; {@link OffsetAndEpoch#NONE} if the
     *     fetch was valid
     * @param snapshotId the snapshot to take; {@link SnapshotId#NONE} if none is needed
     */
    record Fetch(ErrorCode error, LeaderInfo leader, long highWatermark, long logStartOffset,
                 OffsetAndEpoch divergingEpoch, SnapshotId snapshotId, FetchedBatches records) implements RaftResponse {
    }

    /**
     * The answer to {@link RaftRequest.FetchSnapshot}.
     *
     * @param sizeBytes the whole snapshot's size
     * @param position where {@code bytes} begin in it
     */
    record FetchSnapshot(ErrorCode error, LeaderInfo leader, SnapshotId snapshotId, long sizeBytes, long position,
                         RecordsPayload bytes) implements RaftResponse {
    }
}
