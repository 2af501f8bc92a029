package dev.seedlog.replica;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;
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
public final class IsrUpdates implements IsrProposals {

    private static final Logger LOG = LoggerFactory.getLogger(IsrUpdates.class);
    private static final long RETRY_NANOS = Nanos.ofMillis(50);
    private static final byte RECOVERED = 0;

    /** A partition, as answers name it. */
    private record Key(Uuid topicId, int partition) {
    }

    private final int brokerId;
    private final LongSupplier brokerEpoch;
    private final ReplicaRequests channel;
    private final Timer retry;
    private final Map<Key, IsrProposal> waiting = new LinkedHashMap<>();
    private final Map<Key, IsrProposal> sent = new LinkedHashMap<>();
    private boolean inFlight;
    private boolean stopped;

    /**
     * Nothing is proposed yet.
     *
     * @param brokerEpoch the epoch of this incarnation
     */
    public IsrUpdates(ShardEnv env, int brokerId, LongSupplier brokerEpoch, ReplicaRequests channel) {
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
        this.channel = channel;
        // The turn that it fires in ends with another attempt.
        this.retry = env.timers().create("isr retry", () -> { });
    }

    @Override
    public void propose(IsrProposal proposal) {
        waiting.put(new Key(proposal.topicId(), proposal.partition()), proposal);
    }

    @Override
    public void endTurn() {
        if (inFlight || stopped || waiting.isEmpty() || retry.armed()) {
            return;
        }
        sent.putAll(waiting);
        waiting.clear();
        Map<Uuid, List<AlterPartitionRequest.PartitionData>> byTopic = new LinkedHashMap<>();
        sent.forEach((key, proposal) -> byTopic.computeIfAbsent(key.topicId, id -> new ArrayList<>())
                .add(AlterPartitionRequest.PartitionData.builder().partitionIndex(key.partition)
                        .leaderEpoch(proposal.leaderEpoch()).partitionEpoch(proposal.partitionEpoch())
                        .newIsrWithEpochs(proposal.isr()).leaderRecoveryState(RECOVERED).build()));
        List<AlterPartitionRequest.TopicData> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((id, partitions) ->
                topics.add(AlterPartitionRequest.TopicData.builder().topicId(id).partitions(partitions).build()));
        inFlight = true;
        channel.alterPartition(AlterPartitionRequest.builder().brokerId(brokerId)
                .brokerEpoch(brokerEpoch.getAsLong()).topics(topics).build(), new Answer());
    }

    @Override
    public void stop() {
        stopped = true;
        retry.stop();
        waiting.clear();
        sent.clear();
    }

    private void take(AlterPartitionResponse response) {
        Map<Key, IsrProposal> asked = new LinkedHashMap<>(sent);
        sent.clear();
        for (AlterPartitionResponse.TopicData topic : response.topics()) {
            for (AlterPartitionResponse.PartitionData data : topic.partitions()) {
                IsrProposal proposal = asked.remove(new Key(topic.topicId(), data.partitionIndex()));
                if (proposal != null) {
                    tell(proposal, data);
                }
            }
        }
        // What the controller said nothing about is asked again.
        asked.forEach(waiting::putIfAbsent);
        if (!asked.isEmpty()) {
            retry.startIn(RETRY_NANOS);
        }
    }

    private void tell(IsrProposal proposal, AlterPartitionResponse.PartitionData data) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        if (error == ErrorCode.NONE) {
            proposal.answer().committed(data);
            return;
        }
        LOG.debug("the ISR of partition {} is not changed: {}", proposal.partition(), error);
        int before = waiting.size();
        proposal.answer().refused(error);
        if (waiting.size() > before) {
            // It asks for the same again; the controller is not to be asked at once.
            retry.startIn(RETRY_NANOS);
        }
    }

    private void retryAll() {
        sent.forEach(waiting::putIfAbsent);
        sent.clear();
        retry.startIn(RETRY_NANOS);
    }

    /** What becomes of one request. */
    private final class Answer implements Reply<AlterPartitionResponse> {
        @Override
        public void answer(AlterPartitionResponse response) {
            inFlight = false;
            if (stopped) {
                return;
            }
            if (ErrorCode.forCode(response.errorCode()) == ErrorCode.NONE) {
                take(response);
            } else {
                retryAll();
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            inFlight = false;
            if (!stopped) {
                LOG.debug("the controller will be asked for ISRs again: {}", refusal.error());
                retryAll();
            }
        }
    }
}
