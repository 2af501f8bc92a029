package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What operators have brought about, and where they have told partitions to be in the end. */
public final class ClusterWork {

    private static final int MANY_VOTERS = 3;

    private boolean manyVoters;
    private final Map<ClusterAction, Long> done = new EnumMap<>(ClusterAction.class);
    private final Map<TopicPartition, Told> told = new TreeMap<>();

    /**
     * Where a partition is to be.
     *
     * @param topicId of which topic of its name
     * @param replicas on which brokers, in order
     */
    public record Told(Uuid topicId, List<Integer> replicas) {

        /** Copies the list. */
        public Told {
            replicas = List.copyOf(replicas);
        }
    }

    /** So many voters were seen. */
    void sawVoters(int count) {
        manyVoters |= count >= MANY_VOTERS;
    }

    /** Whether there have been enough voters for others to do without one. */
    public boolean hasManyVoters() {
        return manyVoters;
    }

    void did(ClusterAction action) {
        done.merge(action, 1L, Long::sum);
    }

    void told(TopicPartition partition, Told where) {
        told.put(partition, where);
    }

    /** How many actions of a kind have succeeded. */
    public long done(ClusterAction action) {
        return done.getOrDefault(action, 0L);
    }

    /** The last word on where partitions are. */
    public Map<TopicPartition, Told> told() {
        return told;
    }
}
