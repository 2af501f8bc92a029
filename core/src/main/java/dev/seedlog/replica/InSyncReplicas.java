package dev.seedlog.replica;

import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The replicas of a partition as its leader counts them in one epoch: the ISR that the controller has committed, the
 * one that was proposed to it, and the followers.
 *
 * <p>While a proposal is under way nobody knows which of the two is true, so who is in either has to have a record
 * before it is committed: the <i>maximal</i> ISR (KIP-497). A member that is to leave counts until its leaving is
 * committed, one that is to come counts at once.
 */
final class InSyncReplicas {

    private final LeaderContext context;
    private final Map<Integer, FollowerState> followers = new TreeMap<>();
    private IntList replicas;
    private IntList committed;
    private IntList proposed;
    private int partitionEpoch;

    /** The replicas when the epoch begins. */
    InSyncReplicas(LeaderContext context, PartitionImage image) {
        this.context = context;
        this.replicas = image.replicas();
        this.committed = image.isr();
        this.partitionEpoch = image.partitionEpoch();
        long now = context.nowNanos();
        for (int replica : replicas) {
            if (replica != context.brokerId()) {
                FollowerState follower = new FollowerState(replica);
                if (committed.containsInt(replica)) {
                    follower.assumeCaughtUp(now);
                }
                followers.put(replica, follower);
            }
        }
    }

    /** The metadata says something new of the partition, in the same epoch; what is known already is passed over. */
    void update(PartitionImage image) {
        if (image.partitionEpoch() <= partitionEpoch) {
            return;
        }
        replicas = image.replicas();
        followers.keySet().removeIf(id -> !replicas.containsInt(id));
        for (int replica : replicas) {
            if (replica != context.brokerId()) {
                followers.computeIfAbsent(replica, FollowerState::new);
            }
        }
        become(image.isr(), image.partitionEpoch());
    }

    /**
     * The controller's answer to a proposal.
     *
     * @return whether it was news
     */
    boolean committed(AlterPartitionResponse.PartitionData state) {
        if (state.partitionEpoch() < partitionEpoch || proposed == null && state.partitionEpoch() == partitionEpoch) {
            return false;
        }
        become(state.isr(), state.partitionEpoch());
        return true;
    }

    private void become(IntList isr, int epoch) {
        committed = isr;
        partitionEpoch = epoch;
        proposed = null;
    }

    /** The proposal was not attempted: what was committed is true. */
    void withdraw() {
        proposed = null;
    }

    /** Whether a proposal is under way, or the metadata is going to say what became of it. */
    boolean isProposing() {
        return proposed != null;
    }

    /** A follower, or null if the broker has no replica that the leader knows of. */
    FollowerState follower(int brokerId) {
        return followers.get(brokerId);
    }

    /** How many replicas there are. */
    int replicaCount() {
        return replicas.size();
    }

    /** How many are in sync, as committed. */
    int committedCount() {
        return committed.size();
    }

    /** How many are in sync, or may be. */
    int maximalCount() {
        int count = committed.size();
        if (proposed != null) {
            for (int i = 0; i < proposed.size(); i++) {
                count += committed.containsInt(proposed.getInt(i)) ? 0 : 1;
            }
        }
        return count;
    }

    /** Whether a broker is in sync, or may be. */
    boolean isInMaximal(int brokerId) {
        return committed.containsInt(brokerId) || proposed != null && proposed.containsInt(brokerId);
    }

    /**
     * The end that all have who count: the members of the maximal ISR, and followers that are about to join it. If the
     * latter did not count, a follower could run after the high watermark for ever.
     *
     * @param ownEnd what the leader counts of its own log
     * @param logEnd where the leader's log ends
     */
    long leastEnd(long ownEnd, long logEnd) {
        long least = ownEnd;
        for (FollowerState follower : followers.values()) {
            if (follower.endOffset() < least && (isInMaximal(follower.brokerId())
                    || follower.isCaughtUp(logEnd, context.nowNanos(), context.lagNanos())
                            && mayJoin(follower))) {
                least = follower.endOffset();
            }
        }
        return least;
    }

    /** The followers in the committed ISR that have an offset, or end there. */
    List<ReadableFollower> readable(long offset) {
        List<ReadableFollower> readable = new ArrayList<>(followers.size());
        for (FollowerState follower : followers.values()) {
            if (committed.containsInt(follower.brokerId()) && follower.heard() && follower.endOffset() >= offset
                    && follower.startOffset() <= offset) {
                readable.add(new ReadableFollower(follower.brokerId(), follower.endOffset(),
                        follower.lagNanos(context.nowNanos())));
            }
        }
        return readable;
    }

    /** The least start of the logs of all that live, the leader's included. */
    long leastStart(long ownStart) {
        long least = ownStart;
        for (FollowerState follower : followers.values()) {
            if (context.brokers().isActive(follower.brokerId())) {
                least = Math.min(least, follower.startOffset());
            }
        }
        return least;
    }

    /** Whether a follower is missing in the ISR though it is active, and its present incarnation has fetched. */
    boolean mayExpand(FollowerState follower) {
        return proposed == null && !committed.containsInt(follower.brokerId()) && mayJoin(follower);
    }

    private boolean mayJoin(FollowerState follower) {
        int id = follower.brokerId();
        return follower.heard() && context.brokers().isActive(id)
                && (follower.brokerEpoch() == FollowerState.UNKNOWN
                        || follower.brokerEpoch() == context.brokers().epoch(id));
    }

    /** The ISR with one more member, as it is proposed from now on. */
    List<BrokerState> expandBy(FollowerState follower) {
        List<Integer> ids = new ArrayList<>(committed);
        ids.add(follower.brokerId());
        return propose(ids);
    }

    /** The ISR without those that do not keep up, as it is proposed from now on; null if all do. */
    List<BrokerState> shrink(long logEnd) {
        if (proposed != null) {
            return null;
        }
        List<Integer> kept = new ArrayList<>();
        for (int member : committed) {
            FollowerState follower = followers.get(member);
            if (member == context.brokerId() || follower != null
                    && follower.isCaughtUp(logEnd, context.nowNanos(), context.lagNanos())) {
                kept.add(member);
            }
        }
        return kept.size() == committed.size() ? null : propose(kept);
    }

    private List<BrokerState> propose(List<Integer> ids) {
        proposed = IntList.copyOf(ids);
        return members(ids);
    }

    private List<BrokerState> members(List<Integer> ids) {
        List<BrokerState> members = new ArrayList<>(ids.size());
        for (int id : ids) {
            FollowerState follower = followers.get(id);
            long epoch = follower == null ? context.brokers().epoch(id) : follower.brokerEpoch();
            members.add(BrokerState.builder().brokerId(id).brokerEpoch(epoch).build());
        }
        return members;
    }

    /** What was proposed, once more. */
    List<BrokerState> proposedMembers() {
        return members(proposed);
    }

    /** The partition's epoch that a proposal is about. */
    int partitionEpoch() {
        return partitionEpoch;
    }

    /** The followers, by broker id. */
    Iterable<FollowerState> followers() {
        return followers.values();
    }
}
