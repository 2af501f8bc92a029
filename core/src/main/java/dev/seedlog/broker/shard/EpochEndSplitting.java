package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.OffsetForLeaderEpochRequest;
import dev.seedlog.wire.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import dev.seedlog.wire.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import dev.seedlog.wire.message.OffsetForLeaderEpochResponse;
import dev.seedlog.wire.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import dev.seedlog.wire.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.List;

/** OffsetForLeaderEpoch over several shards. */
final class EpochEndSplitting extends TopicSplitting<OffsetForLeaderEpochRequest, OffsetForLeaderTopic,
        OffsetForLeaderPartition, OffsetForLeaderEpochResponse, OffsetForLeaderTopicResult, EpochEndOffset> {

    EpochEndSplitting(PartitionOwnership ownership) {
        super(ownership);
    }

    @Override
    List<OffsetForLeaderTopic> topics(OffsetForLeaderEpochRequest request) {
        return request.topics();
    }

    @Override
    String name(OffsetForLeaderTopic topic) {
        return topic.topic();
    }

    @Override
    List<OffsetForLeaderPartition> partitions(OffsetForLeaderTopic topic) {
        return topic.partitions();
    }

    @Override
    int index(OffsetForLeaderPartition partition) {
        return partition.partition();
    }

    @Override
    OffsetForLeaderTopic with(OffsetForLeaderTopic topic, List<OffsetForLeaderPartition> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    OffsetForLeaderEpochRequest withTopics(OffsetForLeaderEpochRequest request, List<OffsetForLeaderTopic> topics) {
        return request.toBuilder().topics(topics).build();
    }

    @Override
    List<OffsetForLeaderTopicResult> answered(OffsetForLeaderEpochResponse answer) {
        return answer.topics();
    }

    @Override
    List<EpochEndOffset> answeredOf(OffsetForLeaderTopicResult topic) {
        return topic.partitions();
    }

    @Override
    OffsetForLeaderTopicResult answerWith(OffsetForLeaderTopicResult topic,
                                        List<EpochEndOffset> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    OffsetForLeaderEpochResponse answer(List<OffsetForLeaderTopicResult> topics) {
        return OffsetForLeaderEpochResponse.builder().topics(topics).build();
    }
}
