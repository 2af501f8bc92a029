package dev.seedlog.raft;

/** Fetches from a leader. */
final class FollowerState implements RoleState {

    final int leaderId;
    long fetchDeadline;
    /** Whether this leader has answered a fetch: then it is known to lead, and no pre-vote is granted against it. */
    boolean hasFetched;
    /**
     * Whether the leader itself has said where it listens, which does not change within its epoch. The voter set may be
     * from before it moved, and others may know no better: what they say counts until then.
     */
    boolean leaderSaidWhere;
    /**
     * Whether this replica's own connection to the leader was reset and is refused, and nothing was heard of the leader
     * since: then a pre-vote is granted against it, and asked for at {@link #earlyElectionDeadline}.
     */
    boolean leaderRefuses;
    /** When this replica stands for election because its leader refuses; never if it does not. */
    long earlyElectionDeadline = RaftKernel.NO_DEADLINE;
    /** When it tells the leader what the voter set should say of this replica, if it says something else. */
    long updateVoterDeadline;
    /** The snapshot that is being fetched, or null. */
    SnapshotId snapshot;
    /** How many of its bytes are here. */
    long snapshotPosition;

    FollowerState(int leaderId, long fetchDeadline) {
        this.leaderId = leaderId;
        this.fetchDeadline = fetchDeadline;
    }

    /** The leader was heard of: it is there. */
    void heard() {
        leaderRefuses = false;
        earlyElectionDeadline = RaftKernel.NO_DEADLINE;
    }

    /** When it stands for election, unless something is heard of the leader before. */
    long electionDeadline() {
        return Math.min(fetchDeadline, earlyElectionDeadline);
    }

    @Override
    public RaftRole role() {
        return RaftRole.FOLLOWER;
    }
}
