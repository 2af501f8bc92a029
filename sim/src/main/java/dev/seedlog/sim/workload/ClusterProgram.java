package dev.seedlog.sim.workload;

import dev.seedlog.client.PlacementCalls;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.log.TopicPartition;
import java.util.List;

/** Operates the cluster, one action after the other; at the end it says once more where all partitions are to be. */
public final class ClusterProgram implements NodeProgram {

    /** As long as a broker tries, and as long again until it has begun to, and until what it sent has come there. */
    private static final long STRAY_NANOS = 2 * PlacementCalls.TIMEOUT_MS * 1_000_000L;

    private final Workload workload;
    private final ClusterPlan plan;
    private Shard shard;

    /** An operator. */
    public ClusterProgram(Workload workload, ClusterPlan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /** Whether nothing is under way, and it has had its last word. */
    public boolean done() {
        return shard != null && shard.settled && shard.admin().pending() == 0;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ActingShard<ClusterAction> {

        private final ClusterPlan plan;
        private final StrayRequests strays = new StrayRequests(STRAY_NANOS);
        private PlacementActions placement;
        private QuorumActions quorum;
        private boolean settled;

        private Shard(Workload workload, ClusterPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control, "operator", plan.actions(), plan.meanPauseNanos());
            this.plan = plan;
        }

        @Override
        void prepare() {
            placement = new PlacementActions(workload(), admin(), random(), plan.shape());
            quorum = new QuorumActions(workload(), admin(), random(), plan.shape());
        }

        /** Where partitions are to be is said when nothing that was asked for before can come after it. */
        @Override
        void finish() {
            if (settled) {
                return;
            }
            boolean reassigns = plan.actions().contains(ClusterAction.REASSIGN);
            settled = !reassigns || strays.over(admin().pending(), env().clock().nanoTime());
            if (settled && reassigns) {
                workload().topicNames().forEach(topic -> placement.settle(topic, cluster().view()));
            }
        }

        @Override
        void act(ClusterAction action) {
            List<TopicPlan> all = workload().plan().topics();
            TopicPlan topic = all.get(random().nextInt(all.size()));
            int partitions = cluster().view().partitionCount(topic.name());
            int drawn = random().nextInt(Math.max(1, partitions));
            TopicPartition partition = partitions == 0 ? null : new TopicPartition(topic.name(), drawn);
            switch (action) {
                case LIST_REASSIGNMENTS -> placement.list();
                case CHANGE_FEATURES -> quorum.changeFeatures();
                case ADD_VOTER -> quorum.addVoter();
                case REMOVE_VOTER -> quorum.removeVoter();
                default -> {
                    if (partition != null) {
                        move(action, partition);
                    }
                }
            }
        }

        private void move(ClusterAction action, TopicPartition partition) {
            switch (action) {
                case REASSIGN -> placement.reassign(partition);
                case CANCEL_REASSIGNMENT -> placement.cancel(partition);
                default -> placement.electPreferred(partition);
            }
        }
    }
}
