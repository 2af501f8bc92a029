package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import java.util.ArrayList;
import java.util.List;

/** DeleteRecords, versions 0 to 2 (KIP-107): moves a log's start forward, to the high watermark at most. */
public final class DeleteRecordsHandler {

    private static final long HIGH_WATERMARK = -1;
    private static final long NONE = -1;

    private final PartitionLookup lookup;

    /** A handler. */
    public DeleteRecordsHandler(PartitionLookup lookup) {
        this.lookup = lookup;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DELETE_RECORDS, DeleteRecordsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DeleteRecordsRequest request) {
        List<DeleteRecordsResponse.DeleteRecordsTopicResult> topics = new ArrayList<>();
        for (DeleteRecordsRequest.DeleteRecordsTopic topic : request.topics()) {
            List<DeleteRecordsResponse.DeleteRecordsPartitionResult> partitions = new ArrayList<>();
            for (DeleteRecordsRequest.DeleteRecordsPartition partition : topic.partitions()) {
                partitions.add(delete(topic.name(), partition));
            }
            topics.add(DeleteRecordsResponse.DeleteRecordsTopicResult.builder().name(topic.name())
                    .partitions(partitions).build());
        }
        exchange.respond(DeleteRecordsResponse.builder().topics(topics).build());
    }

    private DeleteRecordsResponse.DeleteRecordsPartitionResult delete(
            String topic, DeleteRecordsRequest.DeleteRecordsPartition asked) {
        if (InternalTopics.contains(topic)) {
            return answer(asked, ErrorCode.INVALID_TOPIC_EXCEPTION, NONE);
        }
        Replica replica = lookup.find(Uuid.ZERO, topic, asked.partitionIndex());
        ErrorCode error = lookup.errorOf(replica, Uuid.ZERO, topic, asked.partitionIndex());
        if (error != ErrorCode.NONE) {
            return answer(asked, error, NONE);
        }
        PartitionLeader leader = replica.leader();
        if (!leader.log().config().deletes()) {
            // A log that is compacted only keeps the newest value of every key, which this would break.
            return answer(asked, ErrorCode.POLICY_VIOLATION, NONE);
        }
        long offset = asked.offset() == HIGH_WATERMARK ? leader.highWatermark() : asked.offset();
        if (offset < 0 || offset > leader.highWatermark()) {
            return answer(asked, ErrorCode.OFFSET_OUT_OF_RANGE, NONE);
        }
        try {
            leader.log().deleteRecordsBefore(offset);
            return answer(asked, ErrorCode.NONE, leader.log().logStartOffset());
        } catch (LogDirectoryOffline e) {
            return answer(asked, ErrorCode.KAFKA_STORAGE_ERROR, NONE);
        }
    }

    private static DeleteRecordsResponse.DeleteRecordsPartitionResult answer(
            DeleteRecordsRequest.DeleteRecordsPartition asked, ErrorCode error, long lowWatermark) {
        return DeleteRecordsResponse.DeleteRecordsPartitionResult.builder().partitionIndex(asked.partitionIndex())
                .errorCode(error.code()).lowWatermark(lowWatermark).build();
    }
}
