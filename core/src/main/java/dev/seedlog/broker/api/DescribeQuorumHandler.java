package dev.seedlog.broker.api;

import dev.seedlog.base.Nanos;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.control.ControllerGateway;
import dev.seedlog.broker.control.QuorumCalls;
import dev.seedlog.controller.TopicNames;
import dev.seedlog.env.Clock;
import dev.seedlog.raft.QuorumDescription;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeQuorumRequest;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * DescribeQuorum, versions 0 to 2 (KIP-836): how far each replica of the metadata log is. Only the quorum's leader
 * knows: a broker passes the question on, a controller that does not lead answers NOT_LEADER_OR_FOLLOWER.
 */
public final class DescribeQuorumHandler {

    private final Supplier<QuorumDescription> quorum;
    private final Clock clock;
    private final ControllerGateway leader;

    /**
     * A handler.
     *
     * @param quorum what the leader knows; null at all others
     * @param leader the way to the leader if it is another node; null to pass nothing on
     */
    public DescribeQuorumHandler(Supplier<QuorumDescription> quorum, Clock clock, ControllerGateway leader) {
        this.quorum = quorum;
        this.clock = clock;
        this.leader = leader;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_QUORUM, DescribeQuorumRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeQuorumRequest request) {
        if (leader != null && quorum.get() == null) {
            leader.submit(QuorumCalls.DESCRIBE_QUORUM, exchange.version(), request,
                    QuorumCalls.DESCRIBE_QUORUM.timeoutMs(request), new AnswerTo<>(exchange,
                            refusal -> QuorumCalls.DESCRIBE_QUORUM.refused(request, exchange.version(), refusal)));
            return;
        }
        List<DescribeQuorumResponse.TopicData> topics = new ArrayList<>();
        for (DescribeQuorumRequest.TopicData topic : request.topics()) {
            List<DescribeQuorumResponse.PartitionData> partitions = new ArrayList<>();
            for (DescribeQuorumRequest.PartitionData partition : topic.partitions()) {
                partitions.add(describe(topic.topicName(), partition.partitionIndex()));
            }
            topics.add(DescribeQuorumResponse.TopicData.builder().topicName(topic.topicName()).partitions(partitions)
                    .build());
        }
        exchange.respond(DescribeQuorumResponse.builder().topics(topics).build());
    }

    private DescribeQuorumResponse.PartitionData describe(String topic, int partition) {
        var data = DescribeQuorumResponse.PartitionData.builder().partitionIndex(partition);
        if (!topic.equals(TopicNames.CLUSTER_METADATA) || partition != 0) {
            return data.errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()).build();
        }
        QuorumDescription known = quorum.get();
        if (known == null) {
            return data.errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()).build();
        }
        return data.leaderId(known.leaderId()).leaderEpoch(known.leaderEpoch()).highWatermark(known.highWatermark())
                .currentVoters(replicas(known.voters())).observers(replicas(known.observers())).build();
    }

    private List<DescribeQuorumResponse.ReplicaState> replicas(List<QuorumDescription.Replica> replicas) {
        List<DescribeQuorumResponse.ReplicaState> states = new ArrayList<>(replicas.size());
        for (QuorumDescription.Replica replica : replicas) {
            states.add(DescribeQuorumResponse.ReplicaState.builder().replicaId(replica.key().id())
                    .replicaDirectoryId(replica.key().directoryId()).logEndOffset(replica.logEndOffset())
                    .lastFetchTimestamp(wallClock(replica.lastFetchNanos()))
                    .lastCaughtUpTimestamp(wallClock(replica.lastCaughtUpNanos())).build());
        }
        return states;
    }

    /** The kernel counts on the monotonic clock; clients want the wall's. */
    private long wallClock(long nanos) {
        return nanos < 0 ? -1 : clock.epochMillis() - Nanos.toMillis(clock.nanoTime() - nanos);
    }
}
