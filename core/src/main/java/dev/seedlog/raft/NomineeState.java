package dev.seedlog.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A replica that asks for votes, or for the promise of votes, and who answered what.
 *
 * <p>A replica's own vote is in {@code granted} only once it is forced.
 */
final class NomineeState implements RoleState {

    final long electionDeadline;
    private final RaftRole role;
    private final VoterSet voters;
    private final TreeSet<Integer> granted = new TreeSet<>();
    private final TreeSet<Integer> rejected = new TreeSet<>();

    NomineeState(RaftRole role, VoterSet voters, long electionDeadline) {
        this.role = role;
        this.voters = voters;
        this.electionDeadline = electionDeadline;
    }

    @Override
    public RaftRole role() {
        return role;
    }

    void record(int voterId, boolean isGranted) {
        if (voters.voter(voterId) == null) {
            return;
        }
        // A voter never takes back what it granted: a late refusal is an old one.
        if (isGranted) {
            rejected.remove(voterId);
            granted.add(voterId);
        } else if (!granted.contains(voterId)) {
            rejected.add(voterId);
        }
    }

    /** Those that refused are asked once more. */
    void forgetRefusals() {
        rejected.clear();
    }

    boolean isWon() {
        return granted.size() >= voters.majority();
    }

    /** Whether a majority is out of reach. */
    boolean isLost() {
        return voters.size() - rejected.size() < voters.majority();
    }

    /** The voters that have not answered. */
    List<Voter> unrecorded() {
        List<Voter> waiting = new ArrayList<>();
        for (Voter voter : voters.voters()) {
            int id = voter.key().id();
            if (!granted.contains(id) && !rejected.contains(id)) {
                waiting.add(voter);
            }
        }
        return waiting;
    }

    List<Integer> granted() {
        return List.copyOf(granted);
    }
}
