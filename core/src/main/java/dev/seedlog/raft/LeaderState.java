package dev.seedlog.raft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a leader knows of the others: how far each has the log forced, and when it last fetched; and what is committed.
 *
 * <p>Invariant: nothing is committed in an epoch before its first record is (Raft, section 5.4.2).
 */
final class LeaderState implements RoleState {

    static final int MAX_PARKED_FETCHES = 1_000;
    private static final int MAX_OBSERVERS = 1_000;
    private static final long OBSERVER_SESSION_NANOS = 300_000_000_000L;

    /** A fetch that waits for news. */
    record ParkedFetch(long requestId, RaftRequest.Fetch request, long deadline) {
    }

    /** Somebody waits until the voters that the record at an offset names are committed. */
    record VoterChange(long requestId, long offset, long deadline) {
    }

    final long epochStartOffset;
    /** What waits for news, in the order of arrival. */
    final LinkedHashMap<Long, ParkedFetch> parked = new LinkedHashMap<>();
    /** -1 until the epoch's first record is committed. */
    long highWatermark = -1;
    long beginQuorumEpochDeadline;
    long checkQuorumDeadline;
    /** Null unless somebody waits for a change of the voters. */
    VoterChange voterChange;

    private final ReplicaKey local;
    private VoterSet voterSet;
    private final TreeMap<Integer, ReplicaProgress> voters = new TreeMap<>();
    private final TreeMap<ReplicaKey, ReplicaProgress> observers = new TreeMap<>();
    private final TreeSet<Integer> fetchedSinceCheck = new TreeSet<>();

    LeaderState(ReplicaKey local, VoterSet voterSet, long epochStartOffset) {
        this.local = local;
        this.voterSet = voterSet;
        this.epochStartOffset = epochStartOffset;
        for (Voter voter : voterSet.voters()) {
            voters.put(voter.key().id(), new ReplicaProgress(voter.key()));
        }
    }

    @Override
    public RaftRole role() {
        return RaftRole.LEADER;
    }

    VoterSet voterSet() {
        return voterSet;
    }

    /** From now on others vote: what is known of a replica is kept, whichever it becomes. */
    void changeVoters(VoterSet next, long localForcedEndOffset) {
        for (ReplicaProgress old : List.copyOf(voters.values())) {
            if (!next.isVoter(old.key)) {
                voters.remove(old.key.id());
                if (old.key.id() != local.id()) {
                    observers.put(old.key, old);
                }
            }
        }
        for (Voter voter : next.voters()) {
            if (!voters.containsKey(voter.key().id())) {
                ReplicaProgress observed = observers.remove(voter.key());
                voters.put(voter.key().id(), observed == null ? new ReplicaProgress(voter.key()) : observed);
            }
        }
        voterSet = next;
        fetchedSinceCheck.removeIf(id -> next.voter(id) == null);
        localForced(localForcedEndOffset);
    }

    Collection<ReplicaProgress> voters() {
        return voters.values();
    }

    Collection<ReplicaProgress> observers() {
        return observers.values();
    }

    /** The progress of a replica other than the leader; null for one that is not kept account of. */
    ReplicaProgress progress(ReplicaKey replica, long now) {
        ReplicaProgress voter = voters.get(replica.id());
        if (voter != null && voter.key.matches(replica)) {
            return voter;
        }
        ReplicaProgress observer = observers.get(replica);
        if (observer == null && replica.isPresent()) {
            observers.values().removeIf(old -> now - old.lastFetchNanos >= OBSERVER_SESSION_NANOS);
            if (observers.size() < MAX_OBSERVERS) {
                observer = new ReplicaProgress(replica);
                observers.put(replica, observer);
            }
        }
        return observer;
    }

    /** Notes that the leader itself has forced its log so far. */
    void localForced(long forcedEndOffset) {
        ReplicaProgress self = voters.get(local.id());
        if (self != null) {
            self.endOffset = forcedEndOffset;
        }
    }

    /** Notes a sign of life; true if a majority has given one since the last time that this was true. */
    boolean heardFrom(ReplicaKey replica) {
        if (!voterSet.isVoter(replica)) {
            return false;
        }
        fetchedSinceCheck.add(replica.id());
        int others = voterSet.isVoter(local) ? voterSet.majority() - 1 : voterSet.majority();
        if (fetchedSinceCheck.size() < others) {
            return false;
        }
        fetchedSinceCheck.clear();
        return true;
    }

    /** The offset that a majority has forced; -1 if a majority has not said yet. */
    long majorityEndOffset() {
        List<ReplicaProgress> byEnd = byDescendingEnd();
        return byEnd.get(byEnd.size() / 2).endOffset;
    }

    /** The other voters, the most caught up first: who should lead next. */
    List<ReplicaKey> preferredSuccessors() {
        List<ReplicaKey> successors = new ArrayList<>();
        for (ReplicaProgress progress : byDescendingEnd()) {
            if (progress.key.id() != local.id()) {
                successors.add(progress.key);
            }
        }
        return successors;
    }

    private List<ReplicaProgress> byDescendingEnd() {
        List<ReplicaProgress> byEnd = new ArrayList<>(voters.values());
        byEnd.sort(Comparator.comparingLong((ReplicaProgress progress) -> progress.endOffset).reversed()
                .thenComparing(progress -> progress.key));
        return byEnd;
    }
}
