package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.AdminListener;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.TopicCalls;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.ErrorCode;
import java.util.TreeSet;

/** Creates the topics of a workload, and asks again until all are there. */
public final class SetupProgram implements NodeProgram {

    private static final long RETRY_NANOS = 200_000_000;
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    private final Workload workload;
    private final ClientSettings settings;

    /** A client that creates topics. */
    public SetupProgram(Workload workload, ClientSettings settings) {
        this.workload = workload;
        this.settings = settings;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(workload, settings, env, control);
    }

    /** The only shard. */
    private static final class Shard extends ClientShard {

        private final TreeSet<String> missing = new TreeSet<>();
        private AdminClient admin;

        private Shard(Workload workload, ClientSettings settings, ShardEnv env, NodeControl control) {
            super(workload, settings, env, control);
            missing.addAll(workload.topicNames());
        }

        @Override
        void begin() {
            admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
            for (TopicPlan topic : workload().plan().topics()) {
                create(topic, RegisterOp.created(recorder(), topic));
            }
        }

        @Override
        void end() {
            admin.stop();
        }

        private void create(TopicPlan topic, RegisterOp write) {
            admin.call(TopicCalls.create(topic.name(), topic.partitions(), topic.replicas(), topic.configs()),
                    new Created(topic, write, env().timers().create("create again", () -> create(topic, write))));
        }

        private void created(String topic) {
            missing.remove(topic);
            if (missing.isEmpty()) {
                workload().setTopicsCreated();
                cluster().stop();
            }
        }

        /** Hears what became of a topic. */
        private final class Created implements AdminListener<Uuid> {
            private final TopicPlan topic;
            private final RegisterOp write;
            private final Timer retry;

            private Created(TopicPlan topic, RegisterOp write, Timer retry) {
                this.topic = topic;
                this.write = write;
                this.retry = retry;
            }

            @Override
            public void onDone(Uuid id) {
                write.done();
                created(topic.name());
            }

            @Override
            public void onFailed(ErrorCode error, String message, boolean certain) {
                // It may have been created by a request whose answer was lost.
                if (error == ErrorCode.TOPIC_ALREADY_EXISTS) {
                    write.done();
                    created(topic.name());
                    return;
                }
                if (error != ErrorCode.INVALID_REPLICATION_FACTOR && error != ErrorCode.REQUEST_TIMED_OUT) {
                    // Right after a start there may be no broker to hold a replica yet.
                    recorder().broken("create-topics", "creating " + topic.name() + " is answered with " + error + " ("
                            + message + ")");
                }
                retry.startIn(RETRY_NANOS);
            }
        }
    }
}
