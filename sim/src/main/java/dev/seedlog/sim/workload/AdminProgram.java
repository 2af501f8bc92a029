package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.frame.ResponseHandler;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Creates the topics of a workload, and asks again until all are there. */
public final class AdminProgram implements NodeProgram {

    private static final int TIMEOUT_MS = 10_000;
    private static final long RETRY_NANOS = 200_000_000;

    private final Workload workload;
    private final ClientSettings settings;

    /** An admin client. */
    public AdminProgram(Workload workload, ClientSettings settings) {
        this.workload = workload;
        this.settings = settings;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(workload, settings, env, control);
    }

    /** The only shard. */
    private static final class Shard extends ClientShard implements ResponseHandler {

        private final TreeSet<String> missing = new TreeSet<>();
        private final Timer retry;
        private boolean asking;

        private Shard(Workload workload, ClientSettings settings, ShardEnv env, NodeControl control) {
            super(workload, settings, env, control);
            this.retry = env.timers().create("create topics", this::advance);
            missing.addAll(workload.topicNames());
        }

        @Override
        void begin() {
            cluster().addUser(this::advance);
        }

        private void advance() {
            ClientChannel channel = cluster().anyChannel();
            if (asking || retry.armed() || missing.isEmpty() || channel == null) {
                return;
            }
            List<CreatableTopic> topics = new ArrayList<>();
            for (TopicPlan plan : workload().topics()) {
                if (missing.contains(plan.name())) {
                    topics.add(creatable(plan));
                }
            }
            asking = channel.send(Api.CREATE_TOPICS,
                    CreateTopicsRequest.builder().topics(topics).timeoutMs(TIMEOUT_MS).build(), this);
        }

        private static CreatableTopic creatable(TopicPlan plan) {
            List<CreatableTopicConfig> configs = new ArrayList<>();
            plan.configs().forEach((name, value) -> configs.add(
                    CreatableTopicConfig.builder().name(name).value(value).build()));
            return CreatableTopic.builder().name(plan.name()).numPartitions(plan.partitions())
                    .replicationFactor((short) 1).configs(configs).build();
        }

        @Override
        public void onResponse(WireReader body, short version) {
            asking = false;
            for (CreatableTopicResult result : CreateTopicsResponse.read(body, version).topics()) {
                ErrorCode error = ErrorCode.forCode(result.errorCode());
                // It may have been created by a request whose answer was lost.
                if (error == ErrorCode.NONE || error == ErrorCode.TOPIC_ALREADY_EXISTS) {
                    missing.remove(result.name());
                } else if (error != ErrorCode.INVALID_REPLICATION_FACTOR && !error.isRetriable()) {
                    // Right after a start there may be no broker to hold a replica yet.
                    recorder().broken("create-topics", "creating " + result.name() + " is answered with " + error
                            + " (" + result.errorMessage() + ")", workload().nowNanos());
                }
            }
            if (missing.isEmpty()) {
                workload().setTopicsCreated();
                cluster().stop();
            } else {
                retry.startIn(RETRY_NANOS);
            }
        }

        @Override
        public void onLost(CloseReason why) {
            asking = false;
            retry.startIn(RETRY_NANOS);
        }
    }
}
