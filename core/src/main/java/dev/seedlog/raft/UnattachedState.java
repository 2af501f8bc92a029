package dev.seedlog.raft;

/** Waits for a leader to appear, or for its election timeout. */
final class UnattachedState implements RoleState {

    long electionDeadline;

    UnattachedState(long electionDeadline) {
        this.electionDeadline = electionDeadline;
    }

    @Override
    public RaftRole role() {
        return RaftRole.UNATTACHED;
    }
}
