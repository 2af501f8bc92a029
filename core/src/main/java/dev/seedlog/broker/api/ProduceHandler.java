package dev.seedlog.broker.api;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Nanos;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.CloseReason;
import dev.seedlog.env.Timers;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.record.RecordDefect;
import dev.seedlog.replica.Acks;
import dev.seedlog.replica.PendingProduce;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Produce, versions 3 to 13. Version 5 tells the log start offset, 7 allows zstd, 8 says which records are refused and
 * why (KIP-467), 9 is flexible, 10 tells who leads instead (KIP-951), 13 names topics by id (KIP-516). Transactional
 * batches are refused: transactions are not served yet.
 *
 * <p>Records stay where they were received; they are validated and numbered there, and written at the end of the turn.
 */
public final class ProduceHandler {

    /** What Kafka's own tools call themselves when they write to internal topics. */
    private static final String ADMIN_CLIENT = "__admin_client";
    private static final short FIRST_VERSION_WITH_LEADERS = 10;
    private static final short FIRST_VERSION_BY_ID = 13;

    private final PartitionLookup lookup;
    private final MetadataView metadata;
    private final Timers timers;

    /** A handler. */
    public ProduceHandler(PartitionLookup lookup, MetadataView metadata, Timers timers) {
        this.lookup = lookup;
        this.metadata = metadata;
        this.timers = timers;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.PRODUCE, ProduceRequest::read, this::handle);
    }

    private void handle(Exchange exchange, ProduceRequest request) {
        Acks acks = Acks.forValue(request.acks());
        Answer answer = new Answer(exchange, request, acks);
        for (ProduceRequest.TopicProduceData topic : request.topicData()) {
            for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
                answer.parts.add(append(answer, topic, partition));
            }
        }
        answer.pending.begin(timers, Nanos.ofMillis(Math.max(0, request.timeoutMs())));
    }

    private PendingProduce.Part append(Answer answer, ProduceRequest.TopicProduceData topic,
                                       ProduceRequest.PartitionProduceData partition) {
        if (answer.acks == null) {
            return answer.pending.addRefused(ErrorCode.INVALID_REQUIRED_ACKS, null);
        }
        String name = nameOf(topic);
        if (name != null && InternalTopics.contains(name) && !ADMIN_CLIENT.equals(answer.exchange.clientId())) {
            return answer.pending.addRefused(ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "Cannot append to internal topic " + name);
        }
        if (answer.exchange.version() >= FIRST_VERSION_BY_ID && topic.topicId().isZero()) {
            return answer.pending.addRefused(ErrorCode.UNKNOWN_TOPIC_ID, null);
        }
        Replica replica = lookup.find(topic.topicId(), topic.name(), partition.index());
        ErrorCode error = lookup.errorOf(replica, topic.topicId(), topic.name(), partition.index());
        if (error != ErrorCode.NONE) {
            return answer.pending.addRefused(error, null);
        }
        BufferSlice records = partition.records() instanceof Payload.Bytes bytes ? bytes.slice() : BufferSlice.EMPTY;
        return answer.pending.add(replica.leader(),
                replica.leader().append(records, answer.acks, answer.exchange.version()));
    }

    private String nameOf(ProduceRequest.TopicProduceData topic) {
        if (topic.topicId().isZero()) {
            return topic.name();
        }
        var known = metadata.image().topics().topic(topic.topicId());
        return known == null ? null : known.name();
    }

    private static ProduceResponse.PartitionProduceResponse withLeader(
            ProduceResponse.PartitionProduceResponse answer, PartitionImage known) {
        return known == null ? answer : answer.toBuilder().currentLeader(ProduceResponse.LeaderIdAndEpoch.builder()
                .leaderId(known.leader()).leaderEpoch(known.leaderEpoch()).build()).build();
    }

    private static List<ProduceResponse.NodeEndpoint> endpoints(List<ClusterNodes.Node> nodes) {
        List<ProduceResponse.NodeEndpoint> endpoints = new ArrayList<>(nodes.size());
        for (ClusterNodes.Node node : nodes) {
            endpoints.add(ProduceResponse.NodeEndpoint.builder().nodeId(node.id()).host(node.host())
                    .port(node.port()).rack(node.broker().rack()).build());
        }
        return endpoints;
    }

    /** One request's answer, as it takes shape. */
    private final class Answer {
        private final Exchange exchange;
        /** Of it, the answer repeats the names; the records are valid in this turn only. */
        private final ProduceRequest request;
        private final Acks acks;
        private final PendingProduce pending;
        private final List<PendingProduce.Part> parts = new ArrayList<>();

        private Answer(Exchange exchange, ProduceRequest request, Acks acks) {
            this.exchange = exchange;
            this.request = request;
            this.acks = acks;
            this.pending = new PendingProduce(acks == null ? Acks.LEADER : acks, this::send);
        }

        private void send() {
            if (acks != Acks.NONE) {
                exchange.respond(response());
            } else if (parts.stream().allMatch(part -> part.error() == ErrorCode.NONE)) {
                exchange.respondNothing();
            } else {
                // The only way to tell a producer that wants no answer: it looks for the leader anew.
                exchange.disconnect(CloseReason.DONE);
            }
        }

        private ProduceResponse response() {
            LeaderHints hints = exchange.version() < FIRST_VERSION_WITH_LEADERS ? null
                    : new LeaderHints(metadata.image(), exchange.connection().listenerName());
            List<ProduceResponse.TopicProduceResponse> topics = new ArrayList<>(request.topicData().size());
            int next = 0;
            for (ProduceRequest.TopicProduceData topic : request.topicData()) {
                List<ProduceResponse.PartitionProduceResponse> partitions =
                        new ArrayList<>(topic.partitionData().size());
                for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
                    var answer = answer(partition.index(), parts.get(next++));
                    partitions.add(hints == null || !LeaderHints.wantedFor(answer.errorCode()) ? answer
                            : withLeader(answer, hints.of(topic.topicId(), topic.name(), partition.index())));
                }
                topics.add(ProduceResponse.TopicProduceResponse.builder().name(topic.name()).topicId(topic.topicId())
                        .partitionResponses(partitions).build());
            }
            return ProduceResponse.builder().responses(topics)
                    .nodeEndpoints(hints == null ? List.of() : endpoints(hints.nodes())).build();
        }

        private ProduceResponse.PartitionProduceResponse answer(int index, PendingProduce.Part part) {
            boolean acknowledged = part.error() == ErrorCode.NONE;
            List<ProduceResponse.BatchIndexAndErrorMessage> refused = new ArrayList<>(0);
            for (RecordDefect defect : part.outcome().defects()) {
                refused.add(ProduceResponse.BatchIndexAndErrorMessage.builder().batchIndex(defect.index())
                        .batchIndexErrorMessage(defect.message()).build());
            }
            return ProduceResponse.PartitionProduceResponse.builder().index(index).errorCode(part.error().code())
                    .baseOffset(acknowledged ? part.outcome().baseOffset() : -1)
                    .logAppendTimeMs(acknowledged ? part.outcome().appendTimeMs() : -1)
                    .logStartOffset(part.leader() == null ? -1 : part.leader().log().logStartOffset())
                    .recordErrors(refused).errorMessage(part.outcome().message()).build();
        }
    }
}
