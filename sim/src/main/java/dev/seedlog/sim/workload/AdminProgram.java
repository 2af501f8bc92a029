package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import java.util.List;

/** Administrates, one action after the other; at the end it sees to it that all topics are there. */
public final class AdminProgram implements NodeProgram {

    private final Workload workload;
    private final AdminPlan plan;
    private Shard shard;

    /** An administrator. */
    public AdminProgram(Workload workload, AdminPlan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /** Whether nothing is under way, and all topics are there. */
    public boolean done() {
        return shard != null && shard.admin() != null && shard.admin().pending() == 0
                && workload.topicNames().stream().allMatch(shard.cluster().view()::knows);
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ActingShard<AdminAction> {

        private TopicActions topics;
        private RecordActions records;
        private GroupActions groups;

        private Shard(Workload workload, AdminPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control, "admin", plan.actions(), plan.meanPauseNanos());
        }

        @Override
        void prepare() {
            topics = new TopicActions(workload(), admin(), random());
            records = new RecordActions(workload(), admin(), random());
            groups = new GroupActions(workload(), admin(), random());
        }

        @Override
        void finish() {
            if (admin().pending() == 0) {
                for (TopicPlan topic : workload().plan().topics()) {
                    if (!cluster().view().knows(topic.name())) {
                        topics.create(topic);
                        cluster().metadataWrong();
                    }
                }
            }
        }

        @Override
        void act(AdminAction action) {
            List<TopicPlan> all = workload().plan().topics();
            TopicPlan topic = all.get(random().nextInt(all.size()));
            Uuid id = cluster().view().topicId(topic.name());
            int partitions = cluster().view().partitionCount(topic.name());
            switch (action) {
                case CHURN_TOPIC -> {
                    if (topic.churned()) {
                        topics.churn(topic, id);
                        cluster().metadataWrong();
                    }
                }
                case ADD_PARTITION -> topics.addPartition(topic, partitions);
                case WRITE_REGISTER -> topics.writeRegister(topic);
                case READ_REGISTER -> {
                    if (!workload().staleReads()) {
                        topics.readRegister(topic);
                    }
                }
                case CHANGE_LIMITS -> topics.changeLimits(topic);
                case DELETE_RECORDS -> records.deleteSome(topic, partitions, id);
                case LIST_OFFSETS -> records.askBounds(topic, partitions, id);
                case DESCRIBE_GROUPS -> groups.describe();
                default -> groups.delete(cluster().view());
            }
        }
    }
}
