package dev.seedlog.raft;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a replica is in its present epoch, and what it may become.
 *
 * <pre>
 * from         to           when
 * UNATTACHED   UNATTACHED   a higher epoch was heard of; a vote was given
 *              PROSPECTIVE  the election timeout passed
 *              FOLLOWER     a leader of this epoch or of a higher one was heard of
 * PROSPECTIVE  UNATTACHED   a higher epoch was heard of; the pre-vote was lost or timed out, and no leader is known
 *              CANDIDATE    a majority would vote
 *              FOLLOWER     a leader was heard of; the pre-vote was lost or timed out, and the leader is known
 * CANDIDATE    UNATTACHED   a higher epoch was heard of
 *              PROSPECTIVE  the election timeout passed
 *              LEADER       a majority voted, and that this replica leads is forced
 *              FOLLOWER     a leader of this epoch or of a higher one was heard of
 * LEADER       UNATTACHED   a higher epoch was heard of
 *              FOLLOWER     a leader of a higher epoch was heard of
 *              RESIGNED     shutdown, the machine's wish, or no majority fetches any more
 * FOLLOWER     UNATTACHED   a higher epoch was heard of
 *              PROSPECTIVE  the fetch timeout passed
 *              FOLLOWER     a leader of a higher epoch was heard of
 * RESIGNED     UNATTACHED   a higher epoch was heard of; the election timeout passed, which ends the epoch
 *              FOLLOWER     a leader of a higher epoch was heard of
 *              PROSPECTIVE  it is the only voter, so nobody else could lead
 * </pre>
 *
 * <p>A replica that does not vote is only ever UNATTACHED or FOLLOWER.
 */
public enum RaftRole {
    /** Knows the epoch but no leader of it that it could fetch from; it may have voted. */
    UNATTACHED,
    /** Asks whether it would win an election, without disturbing the epoch (KIP-996). */
    PROSPECTIVE,
    /** Stands for election in an epoch of its own. */
    CANDIDATE,
    /** Leads its epoch. */
    LEADER,
    /** Fetches from the leader of its epoch. */
    FOLLOWER,
    /** Led this epoch, and neither leads nor votes in it any more. */
    RESIGNED;

    /** Whether the table above has a row for it. */
    public boolean canBecome(RaftRole next) {
        return successors().contains(next);
    }

    private Set<RaftRole> successors() {
        return switch (this) {
            case UNATTACHED -> of(UNATTACHED, PROSPECTIVE, FOLLOWER);
            case PROSPECTIVE -> of(UNATTACHED, CANDIDATE, FOLLOWER);
            case CANDIDATE -> of(UNATTACHED, PROSPECTIVE, LEADER, FOLLOWER);
            case LEADER -> of(UNATTACHED, FOLLOWER, RESIGNED);
            case FOLLOWER -> of(UNATTACHED, PROSPECTIVE, FOLLOWER);
            case RESIGNED -> of(UNATTACHED, FOLLOWER, PROSPECTIVE);
        };
    }

    private static Set<RaftRole> of(RaftRole... roles) {
        return EnumSet.copyOf(Arrays.asList(roles));
    }
}
