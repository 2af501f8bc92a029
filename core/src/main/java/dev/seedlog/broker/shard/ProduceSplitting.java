package dev.seedlog.broker.shard;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.FrameLoans;
import dev.seedlog.broker.connection.Loan;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.ProduceRequest;
import dev.seedlog.wire.message.ProduceRequest.PartitionProduceData;
import dev.seedlog.wire.message.ProduceRequest.TopicProduceData;
import dev.seedlog.wire.message.ProduceResponse;
import dev.seedlog.wire.message.ProduceResponse.NodeEndpoint;
import dev.seedlog.wire.message.ProduceResponse.PartitionProduceResponse;
import dev.seedlog.wire.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Produce over several shards: the records that go to another are lent to it. */
final class ProduceSplitting extends TopicSplitting<ProduceRequest, TopicProduceData, PartitionProduceData,
        ProduceResponse, TopicProduceResponse, PartitionProduceResponse> {

    ProduceSplitting(PartitionOwnership ownership) {
        super(ownership);
    }

    @Override
    List<TopicProduceData> topics(ProduceRequest request) {
        return request.topicData();
    }

    @Override
    String name(TopicProduceData topic) {
        return topic.name();
    }

    @Override
    Uuid id(TopicProduceData topic) {
        return topic.topicId();
    }

    @Override
    List<PartitionProduceData> partitions(TopicProduceData topic) {
        return topic.partitionData();
    }

    @Override
    int index(PartitionProduceData partition) {
        return partition.index();
    }

    @Override
    TopicProduceData with(TopicProduceData topic, List<PartitionProduceData> partitions) {
        return topic.toBuilder().partitionData(partitions).build();
    }

    @Override
    ProduceRequest withTopics(ProduceRequest request, List<TopicProduceData> topics) {
        return request.toBuilder().topicData(topics).build();
    }

    @Override
    List<TopicProduceResponse> answered(ProduceResponse answer) {
        return answer.responses();
    }

    @Override
    List<PartitionProduceResponse> answeredOf(TopicProduceResponse topic) {
        return topic.partitionResponses();
    }

    @Override
    TopicProduceResponse answerWith(TopicProduceResponse topic,
                                        List<PartitionProduceResponse> partitions) {
        return topic.toBuilder().partitionResponses(partitions).build();
    }

    @Override
    ProduceResponse answer(List<TopicProduceResponse> topics) {
        return ProduceResponse.builder().responses(topics).build();
    }

    @Override
    ProduceResponse withShared(ProduceResponse joined, List<ProduceResponse> answers) {
        TreeMap<Integer, NodeEndpoint> endpoints = new TreeMap<>();
        for (ProduceResponse answer : answers) {
            if (answer != null) {
                answer.nodeEndpoints().forEach(endpoint -> endpoints.put(endpoint.nodeId(), endpoint));
            }
        }
        return endpoints.isEmpty() ? joined
                : joined.toBuilder().nodeEndpoints(new ArrayList<>(endpoints.values())).build();
    }

    @Override
    public ProduceRequest lend(ProduceRequest part, FrameLoans from, List<Loan> loans) {
        List<TopicProduceData> topics = new ArrayList<>(part.topicData().size());
        for (TopicProduceData topic : part.topicData()) {
            List<PartitionProduceData> partitions = new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData partition : topic.partitionData()) {
                partitions.add(lend(partition, from, loans));
            }
            topics.add(topic.toBuilder().partitionData(partitions).build());
        }
        return part.toBuilder().topicData(topics).build();
    }

    private static PartitionProduceData lend(PartitionProduceData partition, FrameLoans from, List<Loan> loans) {
        if (!(partition.records() instanceof Payload.Bytes received) || received.sizeBytes() == 0) {
            return partition;
        }
        FrameLoans.Lent lent = from.lend(received.slice());
        loans.add(lent.loan());
        return partition.toBuilder().records(Payload.of(lent.bytes())).build();
    }
}
