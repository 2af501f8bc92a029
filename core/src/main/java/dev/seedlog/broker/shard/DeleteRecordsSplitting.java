package dev.seedlog.broker.shard;

import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsRequest.DeleteRecordsPartition;
import dev.seedlog.wire.message.DeleteRecordsRequest.DeleteRecordsTopic;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import dev.seedlog.wire.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import dev.seedlog.wire.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.List;

/** DeleteRecords over several shards. */
final class DeleteRecordsSplitting extends TopicSplitting<DeleteRecordsRequest, DeleteRecordsTopic,
        DeleteRecordsPartition, DeleteRecordsResponse, DeleteRecordsTopicResult, DeleteRecordsPartitionResult> {

    DeleteRecordsSplitting(PartitionOwnership ownership) {
        super(ownership);
    }

    @Override
    List<DeleteRecordsTopic> topics(DeleteRecordsRequest request) {
        return request.topics();
    }

    @Override
    String name(DeleteRecordsTopic topic) {
        return topic.name();
    }

    @Override
    List<DeleteRecordsPartition> partitions(DeleteRecordsTopic topic) {
        return topic.partitions();
    }

    @Override
    int index(DeleteRecordsPartition partition) {
        return partition.partitionIndex();
    }

    @Override
    DeleteRecordsTopic with(DeleteRecordsTopic topic, List<DeleteRecordsPartition> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    DeleteRecordsRequest withTopics(DeleteRecordsRequest request, List<DeleteRecordsTopic> topics) {
        return request.toBuilder().topics(topics).build();
    }

    @Override
    List<DeleteRecordsTopicResult> answered(DeleteRecordsResponse answer) {
        return answer.topics();
    }

    @Override
    List<DeleteRecordsPartitionResult> answeredOf(DeleteRecordsTopicResult topic) {
        return topic.partitions();
    }

    @Override
    DeleteRecordsTopicResult answerWith(DeleteRecordsTopicResult topic,
                                        List<DeleteRecordsPartitionResult> partitions) {
        return topic.toBuilder().partitions(partitions).build();
    }

    @Override
    DeleteRecordsResponse answer(List<DeleteRecordsTopicResult> topics) {
        return DeleteRecordsResponse.builder().topics(topics).build();
    }
}
