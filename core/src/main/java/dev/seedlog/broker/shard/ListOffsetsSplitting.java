package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsTopic;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.List;

/** ListOffsets over several shards. */
final class ListOffsetsSplitting extends TopicSplitting<ListOffsetsRequest, ListOffsetsTopic, ListOffsetsPartition,
        ListOffsetsResponse, ListOffsetsTopicResponse, ListOffsetsPartitionResponse> {

    ListOffsetsSplitting(PartitionOwnership ownership) {
        super(ownership);
    }

    @Override
    List<ListOffsetsTopic> topics(ListOffsetsRequest request) {
        return request.topics();
    }

    @Override
    String name(ListOffsetsTopic topic) {
        return topic.name();
    }

    @Override
    List<ListOffsetsPartition> partitions(ListOffsetsTopic topic) {
        return topic.partitions();
    }

    @Override
    int index(ListOffsetsPartition partition) {
        return partition.partitionIndex();
    }

    @Override
    ListOffsetsTopic with(ListOffsetsTopic topic, List<ListOffsetsPartition> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    ListOffsetsRequest withTopics(ListOffsetsRequest request, List<ListOffsetsTopic> topics) {
        return request.toBuilder().topics(topics).build();
    }

    @Override
    List<ListOffsetsTopicResponse> answered(ListOffsetsResponse answer) {
        return answer.topics();
    }

    @Override
    List<ListOffsetsPartitionResponse> answeredOf(ListOffsetsTopicResponse topic) {
        return topic.partitions();
    }

    @Override
    ListOffsetsTopicResponse answerWith(ListOffsetsTopicResponse topic,
                                        List<ListOffsetsPartitionResponse> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    ListOffsetsResponse answer(List<ListOffsetsTopicResponse> topics) {
        return ListOffsetsResponse.builder().topics(topics).build();
    }
}
