package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminClient;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.List;

/** Administrates, one action after the other; at the end it sees to it that all topics are there. */
public final class AdminProgram implements NodeProgram {

    private static final long TIMEOUT_NANOS = 15_000_000_000L;

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
        return shard != null && shard.admin != null && shard.admin.pending() == 0
                && workload.topicNames().stream().allMatch(shard.cluster().view()::knows);
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        shard = new Shard(workload, plan, env, control);
        return shard;
    }

    /** The only shard. */
    private static final class Shard extends ClientShard {

        private static final int PERMILLE = 1000;
        private static final long WAIT_FOR_TOPICS_NANOS = 300_000_000;

        private final AdminPlan plan;
        private final RandomSource random;
        private final Timer next;
        private AdminClient admin;
        private TopicActions topics;
        private RecordActions records;
        private GroupActions groups;

        private Shard(Workload workload, AdminPlan plan, ShardEnv env, NodeControl control) {
            super(workload, plan.client(), env, control);
            this.plan = plan;
            this.random = env.random().fork("admin");
            this.next = env.timers().create("administrate", this::act);
        }

        @Override
        void begin() {
            admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
            topics = new TopicActions(workload(), admin, random);
            records = new RecordActions(workload(), admin, random);
            groups = new GroupActions(workload(), admin, random);
            next.startIn(WAIT_FOR_TOPICS_NANOS);
        }

        @Override
        void end() {
            next.stop();
            admin.stop();
        }

        private void act() {
            if (!workload().topicsCreated()) {
                next.startIn(WAIT_FOR_TOPICS_NANOS);
                return;
            }
            cluster().want(workload().topicNames());
            if (workload().ending()) {
                finish();
                next.startIn(WAIT_FOR_TOPICS_NANOS);
            } else {
                act(plan.actions().get(random.nextInt(plan.actions().size())));
                next.startIn(plan.meanPauseNanos() / PERMILLE * (100 + random.nextInt(1_800)));
            }
        }

        private void finish() {
            if (admin.pending() == 0) {
                for (TopicPlan topic : workload().plan().topics()) {
                    if (!cluster().view().knows(topic.name())) {
                        topics.create(topic);
                        cluster().metadataWrong();
                    }
                }
            }
        }

        private void act(AdminAction action) {
            List<TopicPlan> all = workload().plan().topics();
            TopicPlan topic = all.get(random.nextInt(all.size()));
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
