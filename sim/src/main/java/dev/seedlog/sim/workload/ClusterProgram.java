package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminClient;
import dev.seedlog.client.PlacementCalls;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.log.TopicPartition;
import java.util.List;

/** Operates the cluster, one action after the other; at the end it says once more where all partitions are to be. */
public final class ClusterProgram implements NodeProgram {

    private static final long TIMEOUT_NANOS = 15_000_000_000L;
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
        return shard != null && shard.settled && shard.admin.pending() == 0;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard {

        private static final int PERMILLE = 1000;
        private static final long LOOK_NANOS = 300_000_000;

        private final ClusterPlan plan;
        private final RandomSource random;
        private final Timer next;
        private final StrayRequests strays = new StrayRequests(STRAY_NANOS);
        private AdminClient admin;
        private PlacementActions placement;
        private QuorumActions quorum;
        private boolean settled;

        private Shard(Workload workload, ClusterPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.random = env.random().fork("operator");
            this.next = env.timers().create("operate", this::act);
        }

        @Override
        void begin() {
            admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
            placement = new PlacementActions(workload(), admin, random, plan.shape());
            quorum = new QuorumActions(workload(), admin, random, plan.shape());
            next.startIn(LOOK_NANOS);
        }

        @Override
        void end() {
            next.stop();
            admin.stop();
        }

        private void act() {
            if (!workload().topicsCreated()) {
                next.startIn(LOOK_NANOS);
                return;
            }
            cluster().want(workload().topicNames());
            if (workload().ending()) {
                settle();
                next.startIn(LOOK_NANOS);
            } else {
                act(plan.actions().get(random.nextInt(plan.actions().size())));
                next.startIn(plan.meanPauseNanos() / PERMILLE * (100 + random.nextInt(1_800)));
            }
        }

        /** Where partitions are to be is said when nothing that was asked for before can come after it. */
        private void settle() {
            if (settled) {
                return;
            }
            boolean reassigns = plan.actions().contains(ClusterAction.REASSIGN);
            settled = !reassigns || strays.over(admin.pending(), env().clock().nanoTime());
            if (settled && reassigns) {
                workload().topicNames().forEach(topic -> placement.settle(topic, cluster().view()));
            }
        }

        private void act(ClusterAction action) {
            List<TopicPlan> all = workload().plan().topics();
            TopicPlan topic = all.get(random.nextInt(all.size()));
            int partitions = cluster().view().partitionCount(topic.name());
            int drawn = random.nextInt(Math.max(1, partitions));
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
