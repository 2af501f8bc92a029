package dev.seedlog.raft;

/**
 * What a replica must not forget: the newest epoch it saw, its vote in that epoch, and the epoch's leader. The first
 * two are forced before any message that carries the epoch; the leader is kept so that a leader that restarts knows
 * that it must not lead, nor vote in, its old epoch again.
 *
 * @param epoch the epoch; 0 before the first election
 * @param leaderId who leads it; -1 if not known
 * @param voted whom this replica voted for in it; {@link ReplicaKey#NONE} if nobody
 */
public record QuorumState(int epoch, int leaderId, ReplicaKey voted) {

    /** The state of a replica that has never heard of an election. */
    public static final QuorumState INITIAL = new QuorumState(0, -1, ReplicaKey.NONE);

    /** Whether the epoch's leader is known. */
    public boolean hasLeader() {
        return leaderId >= 0;
    }

    /** Whether this replica voted in the epoch. */
    public boolean hasVoted() {
        return voted.isPresent();
    }
}
