package dev.seedlog.raft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who votes: at most one voter for each id, in the order of their ids. */
public record VoterSet(List<Voter> voters) {

    /** Nobody votes: what an observer knows before it has read the log. */
    public static final VoterSet EMPTY = new VoterSet(List.of());

    /**
     * Sorts by id.
     *
     * @throws IllegalArgumentException if two voters have the same id
     */
    public VoterSet {
        List<Voter> sorted = new ArrayList<>(voters);
        sorted.sort(Comparator.comparingInt(voter -> voter.key().id()));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).key().id() == sorted.get(i).key().id()) {
                throw new IllegalArgumentException("voter " + sorted.get(i).key().id() + " is named twice");
            }
        }
        voters = List.copyOf(sorted);
    }

    /** The voter of an id, or null if that id does not vote. */
    public Voter voter(int id) {
        for (Voter voter : voters) {
            if (voter.key().id() == id) {
                return voter;
            }
        }
        return null;
    }

    /** Whether the replica votes: its id is there and, where the set says a directory, its directory agrees. */
    public boolean isVoter(ReplicaKey replica) {
        Voter voter = voter(replica.id());
        return voter != null && voter.key().matches(replica);
    }

    /** Whether the replica is the only one that votes. */
    public boolean isOnlyVoter(ReplicaKey replica) {
        return voters.size() == 1 && isVoter(replica);
    }

    /** This set with something else said of one of its voters, the one with the same key. */
    VoterSet with(Voter changed) {
        List<Voter> next = new ArrayList<>();
        for (Voter voter : voters) {
            next.add(voter.key().equals(changed.key()) ? changed : voter);
        }
        return new VoterSet(next);
    }

    /** How many voters make a majority. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    /** How many vote. */
    public int size() {
        return voters.size();
    }

    /** Where a voter listens; {@link Endpoints#NONE} if it does not vote. */
    public Endpoints endpoints(int id) {
        Voter voter = voter(id);
        return voter == null ? Endpoints.NONE : voter.endpoints();
    }

    /** Whether each majority of one set shares a member with each majority of the other: at most one voter differs. */
    public boolean hasOverlappingMajority(VoterSet other) {
        int removed = 0;
        for (Voter voter : voters) {
            removed += other.contains(voter.key()) ? 0 : 1;
        }
        int added = 0;
        for (Voter voter : other.voters) {
            added += contains(voter.key()) ? 0 : 1;
        }
        return removed + added <= 1;
    }

    private boolean contains(ReplicaKey key) {
        Voter voter = voter(key.id());
        return voter != null && voter.key().equals(key);
    }
}
