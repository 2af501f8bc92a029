package dev.seedlog.raft;

import java.util.List;

/** A request of the quorum, in the shape of Kafka's, reduced to the one partition of the metadata log. */
public sealed interface RaftRequest {

    /** The sender's cluster; null if it does not say. */
    String clusterId();

    /**
     * Vote (52): asks for a vote or, with {@code preVote}, whether one would be given (KIP-996).
     *
     * @param voter for whom the request is meant; {@link ReplicaKey#NONE} if it does not say
     * @param epoch the candidate's epoch; its present one with {@code preVote}
     * @param candidate who asks
     * @param lastEpoch the epoch of the candidate's last record
     * @param lastOffset the candidate's log end offset
     */
    record Vote(String clusterId, ReplicaKey voter, int epoch, ReplicaKey candidate, int lastEpoch, long lastOffset,
                boolean preVote) implements RaftRequest {
    }

    /** BeginQuorumEpoch (53): the leader of an epoch tells a voter that it leads. */
    record BeginQuorumEpoch(String clusterId, ReplicaKey voter, int leaderId, int leaderEpoch,
                            Endpoints leaderEndpoints) implements RaftRequest {
    }

    /**
     * EndQuorumEpoch (54): the leader of an epoch gives up.
     *
     * @param preferredCandidates who should follow it, the most caught up first
     */
    record EndQuorumEpoch(String clusterId, int leaderId, int leaderEpoch, List<ReplicaKey> preferredCandidates,
                          Endpoints leaderEndpoints) implements RaftRequest {
    }

    /**
     * Fetch (1): asks for records from {@code fetchOffset} on, and says that all before it is forced.
     *
     * @param replica who asks; id -1 for one that is nobody's replica
     * @param lastFetchedEpoch the epoch of the record before {@code fetchOffset}; 0 if there is none
     * @param highWatermark what the replica knows of it, -1 if nothing; {@link Long#MAX_VALUE} if the sender does not
     *     wait for it to move (KIP-1166)
     * @param maxWaitMs how long to wait for news
     */
    record Fetch(String clusterId, ReplicaKey replica, int currentLeaderEpoch, long fetchOffset, int lastFetchedEpoch,
                 long highWatermark, int maxBytes, int maxWaitMs) implements RaftRequest {
    }

    /**
     * AddRaftVoter (80): asks the leader to let a replica vote (KIP-853).
     *
     * @param ackWhenCommitted whether the answer waits until that is committed
     */
    record AddVoter(String clusterId, Voter voter, boolean ackWhenCommitted) implements RaftRequest {
    }

    /** RemoveRaftVoter (81): asks the leader that a replica vote no more (KIP-853). */
    record RemoveVoter(String clusterId, ReplicaKey voter) implements RaftRequest {
    }

    /**
     * UpdateRaftVoter (82): a voter tells the leader where it listens now, and which levels of kraft.version it has
     * (KIP-853).
     */
    record UpdateVoter(String clusterId, int currentLeaderEpoch, Voter voter) implements RaftRequest {
    }

    /** FetchSnapshot (59): asks for bytes of a snapshot from {@code position} on (KIP-630). */
    record FetchSnapshot(String clusterId, ReplicaKey replica, int currentLeaderEpoch, SnapshotId snapshotId,
                         long position, int maxBytes) implements RaftRequest {
    }
}
