package dev.seedlog.raft;

import java.util.List;
import java.util.TreeSet;

/** Led this epoch; tells the other voters that it does so no more. */
final class ResignedState implements RoleState {

    final long electionDeadline;
    final List<ReplicaKey> preferredSuccessors;
    /** The voters that have not acknowledged the end of the epoch. */
    final TreeSet<Integer> unacknowledged = new TreeSet<>();

    ResignedState(long electionDeadline, List<ReplicaKey> preferredSuccessors) {
        this.electionDeadline = electionDeadline;
        this.preferredSuccessors = preferredSuccessors;
    }

    @Override
    public RaftRole role() {
        return RaftRole.RESIGNED;
    }
}
