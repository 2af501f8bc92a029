package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.DescribeProducersRequest;
import dev.seedlog.wire.message.DescribeProducersRequest.TopicRequest;
import dev.seedlog.wire.message.DescribeProducersResponse;
import dev.seedlog.wire.message.DescribeProducersResponse.PartitionResponse;
import dev.seedlog.wire.message.DescribeProducersResponse.TopicResponse;
import java.util.List;

/** DescribeProducers over several shards. */
final class DescribeProducersSplitting extends TopicSplitting<DescribeProducersRequest, TopicRequest, Integer,
        DescribeProducersResponse, TopicResponse, PartitionResponse> {

    DescribeProducersSplitting(PartitionOwnership ownership) {
        super(ownership);
    }

    @Override
    List<TopicRequest> topics(DescribeProducersRequest request) {
        return request.topics();
    }

    @Override
    String name(TopicRequest topic) {
        return topic.name();
    }

    @Override
    List<Integer> partitions(TopicRequest topic) {
        return topic.partitionIndexes();
    }

    @Override
    int index(Integer partition) {
        return partition;
    }

    @Override
    TopicRequest with(TopicRequest topic, List<Integer> partitions) {
        return topic.toBuilder().partitionIndexes(partitions).build();
    }

    @Override
    DescribeProducersRequest withTopics(DescribeProducersRequest request, List<TopicRequest> topics) {
        return request.toBuilder().topics(topics).build();
    }

    @Override
    List<TopicResponse> answered(DescribeProducersResponse answer) {
        return answer.topics();
    }

    @Override
    List<PartitionResponse> answeredOf(TopicResponse topic) {
        return topic.partitions();
    }

    @Override
    TopicResponse answerWith(TopicResponse topic,
                                        List<PartitionResponse> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    DescribeProducersResponse answer(List<TopicResponse> topics) {
        return DescribeProducersResponse.builder().topics(topics).build();
    }
}
