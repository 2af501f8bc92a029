package dev.seedlog.replica;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicPartitionId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ISRs that the leaders of a shard want, on their way to the controller: one AlterPartition at a time, with all
 * that has been proposed by then. It is asked again until there is an answer: a leader waits for nothing else, and an
 * ISR that was committed though nobody heard so is refused the second time, because the partition's epoch is another.
 */
public final class IsrUpdates extends ReplicaReports<IsrProposal, AlterPartitionResponse> implements IsrProposals {

    private static final Logger LOG = LoggerFactory.getLogger(IsrUpdates.class);
    private static final long RETRY_NANOS = Nanos.ofMillis(50);
    private static final byte RECOVERED = 0;

    private final int brokerId;
    private final LongSupplier brokerEpoch;
    private final ReplicaRequests controller;

    /**
     * Nothing is proposed yet.
     *
     * @param brokerEpoch the epoch of this incarnation
     */
    public IsrUpdates(ShardEnv env, int brokerId, LongSupplier brokerEpoch, ReplicaRequests controller) {
        super(env.timers(), "isr", RETRY_NANOS);
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
        this.controller = controller;
    }

    @Override
    public void propose(IsrProposal proposal) {
        report(new TopicPartitionId(proposal.topicId(), proposal.partition()), proposal);
    }

    @Override
    void send(Map<TopicPartitionId, IsrProposal> proposals, Reply<AlterPartitionResponse> reply) {
        Map<Uuid, List<AlterPartitionRequest.PartitionData>> byTopic = new LinkedHashMap<>();
        proposals.forEach((id, proposal) -> byTopic.computeIfAbsent(id.topicId(), unseen -> new ArrayList<>())
                .add(AlterPartitionRequest.PartitionData.builder().partitionIndex(id.partitionId())
                        .leaderEpoch(proposal.leaderEpoch()).partitionEpoch(proposal.partitionEpoch())
                        .newIsrWithEpochs(proposal.isr()).leaderRecoveryState(RECOVERED).build()));
        List<AlterPartitionRequest.TopicData> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((id, partitions) ->
                topics.add(AlterPartitionRequest.TopicData.builder().topicId(id).partitions(partitions).build()));
        controller.alterPartition(AlterPartitionRequest.builder().brokerId(brokerId)
                .brokerEpoch(brokerEpoch.getAsLong()).topics(topics).build(), reply);
    }

    @Override
    ErrorCode errorOf(AlterPartitionResponse answer) {
        return ErrorCode.forCode(answer.errorCode());
    }

    @Override
    void take(Map<TopicPartitionId, IsrProposal> asked, AlterPartitionResponse response) {
        for (AlterPartitionResponse.TopicData topic : response.topics()) {
            for (AlterPartitionResponse.PartitionData data : topic.partitions()) {
                IsrProposal proposal = asked.remove(new TopicPartitionId(topic.topicId(), data.partitionIndex()));
                if (proposal != null) {
                    tell(proposal, data);
                }
            }
        }
        if (!asked.isEmpty()) {
            again(asked);
        }
    }

    private void tell(IsrProposal proposal, AlterPartitionResponse.PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        if (error == ErrorCode.NONE) {
            proposal.answer().committed(data);
            return;
        }
        LOG.debug("the ISR of partition {} is not changed: {}", proposal.partition(), error);
        int before = waitingCount();
        proposal.answer().refused(error);
        if (waitingCount() > before) {
            // It asks for the same again.
            retryLater();
        }
    }
}
