package dev.seedlog.raft;

/** Fetches from a leader. */
final class FollowerState implements RoleState {

    final int leaderId;
    long fetchDeadline;
    /** Whether this leader has answered a fetch: then it is known to lead, and no pre-vote is granted against it. */
    boolean hasFetched;
    /** The snapshot that is being fetched, or null. */
    SnapshotId snapshot;
    /** How many of its bytes are here. */
    long snapshotPosition;

    FollowerState(int leaderId, long fetchDeadline) {
        this.leaderId = leaderId;
        this.fetchDeadline = fetchDeadline;
    }

    @Override
    public RaftRole role() {
        return RaftRole.FOLLOWER;
    }
}
