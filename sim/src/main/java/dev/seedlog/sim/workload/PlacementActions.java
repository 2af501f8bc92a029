package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.ClusterView;
import dev.seedlog.client.PlacementCalls;
import dev.seedlog.env.RandomSource;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What an operator does to where partitions are, and to who leads them. */
final class PlacementActions {

    private static final int MOST_REPLICAS = 4;

    private final Workload workload;
    private final AdminClient admin;
    private final RandomSource random;
    private final ClusterPlan.Shape shape;

    PlacementActions(Workload workload, AdminClient admin, RandomSource random, ClusterPlan.Shape shape) {
        this.workload = workload;
        this.admin = admin;
        this.random = random;
        this.shape = shape;
    }

    /** Some brokers, the preferred leader first. */
    private List<Integer> someBrokers(int count) {
        List<Integer> left = new ArrayList<>(shape.brokers());
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }

    private int someCount() {
        int most = Math.min(MOST_REPLICAS, shape.brokers().size());
        return shape.leastReplicas() + random.nextInt(most - shape.leastReplicas() + 1);
    }

    void reassign(TopicPartition partition) {
        reassign(partition, () -> workload.clusterWork().did(ClusterAction.REASSIGN));
    }

    private void reassign(TopicPartition partition, Runnable then) {
        List<Integer> replicas = someBrokers(someCount());
        // A broker that never came up is not registered.
        admin.call(PlacementCalls.reassign(partition, replicas), expected("moving " + partition + " to " + replicas,
                gone(partition, ErrorCode.INVALID_REPLICA_ASSIGNMENT), done -> then.run()));
    }

    /** Moves a partition, and at once has it stay: most moves are done before anybody could think better of it. */
    void cancel(TopicPartition partition) {
        reassign(partition, () -> cancelNow(partition));
    }

    private void cancelNow(TopicPartition partition) {
        admin.call(PlacementCalls.cancelReassignment(partition), expected("leaving " + partition + " where it was",
                gone(partition, ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, ErrorCode.INVALID_REPLICA_ASSIGNMENT),
                done -> workload.clusterWork().did(ClusterAction.CANCEL_REASSIGNMENT)));
    }

    void list() {
        admin.call(PlacementCalls.reassignments(), expected("asking for reassignments", Set.of(), moving -> {
            moving.forEach(this::look);
            workload.clusterWork().did(ClusterAction.LIST_REASSIGNMENTS);
        }));
    }

    /** New and old replicas are replicas, no replica is both, and the list names nobody twice. */
    private void look(TopicPartition partition, PlacementCalls.Moving moving) {
        Set<Integer> replicas = new TreeSet<>(moving.replicas());
        Set<Integer> both = new TreeSet<>(moving.adding());
        both.retainAll(moving.removing());
        if (replicas.size() != moving.replicas().size() || !replicas.containsAll(moving.adding())
                || !replicas.containsAll(moving.removing()) || !both.isEmpty()
                || moving.adding().isEmpty() && moving.removing().isEmpty()) {
            workload.recorder().broken("wrong-reassignment", partition + " is said to be on its way as " + moving);
        }
    }

    void electPreferred(TopicPartition partition) {
        admin.call(PlacementCalls.electPreferred(partition), expected("electing the preferred leader of " + partition,
                gone(partition, ErrorCode.ELECTION_NOT_NEEDED, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE),
                done -> workload.clusterWork().did(ClusterAction.ELECT_PREFERRED)));
    }

    /** The last word on where all partitions of a topic are. */
    void settle(String topic, ClusterView view) {
        Uuid topicId = view.topicId(topic);
        for (int i = 0; i < view.partitionCount(topic); i++) {
            TopicPartition partition = new TopicPartition(topic, i);
            List<Integer> replicas = someBrokers(shape.replicas());
            admin.call(PlacementCalls.reassign(partition, replicas), expected("moving " + partition + " to " + replicas
                    + " at last", gone(partition, ErrorCode.INVALID_REPLICA_ASSIGNMENT),
                    done -> workload.clusterWork().told(partition, new ClusterWork.Told(topicId, replicas))));
        }
    }

    private Set<ErrorCode> gone(TopicPartition partition, ErrorCode... others) {
        Set<ErrorCode> allowed = EnumSet.noneOf(ErrorCode.class);
        allowed.addAll(List.of(others));
        if (workload.topic(partition.topic()).churned()) {
            allowed.add(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return allowed;
    }

    private <T> Expected<T> expected(String what, Set<ErrorCode> allowed, Consumer<T> then) {
        return new Expected<>(workload.recorder(), what, allowed, then, (error, certain) -> { });
    }
}
