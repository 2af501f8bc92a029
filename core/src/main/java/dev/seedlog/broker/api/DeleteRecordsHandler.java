package dev.seedlog.broker.api;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.Timers;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.replica.PartitionLeader;
import dev.seedlog.replica.PendingDelete;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * DeleteRecords, versions 0 to 2 (KIP-107): moves a log's start forward, to the high watermark at most. The answer
 * waits until all replicas that live have done so.
 */
public final class DeleteRecordsHandler {

    private static final long HIGH_WATERMARK = -1;

    private final PartitionLookup lookup;
    private final Timers timers;

    /** A handler. */
    public DeleteRecordsHandler(PartitionLookup lookup, Timers timers) {
        this.lookup = lookup;
        this.timers = timers;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DELETE_RECORDS, DeleteRecordsRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DeleteRecordsRequest request) {
        List<PendingDelete.Part> parts = new ArrayList<>();
        PendingDelete pending = new PendingDelete(() -> exchange.respond(answer(request, parts)));
        for (DeleteRecordsRequest.DeleteRecordsTopic topic : request.topics()) {
            for (DeleteRecordsRequest.DeleteRecordsPartition partition : topic.partitions()) {
                parts.add(delete(pending, topic.name(), partition));
            }
        }
        pending.begin(timers, Nanos.ofMillis(Math.max(0, request.timeoutMs())));
    }

    private PendingDelete.Part delete(PendingDelete pending, String topic,
                                      DeleteRecordsRequest.DeleteRecordsPartition asked) {
        if (InternalTopics.contains(topic)) {
            return pending.addRefused(ErrorCode.INVALID_TOPIC_EXCEPTION);
        }
        Replica replica = lookup.find(Uuid.ZERO, topic, asked.partitionIndex());
        ErrorCode error = lookup.errorOf(replica, Uuid.ZERO, topic, asked.partitionIndex());
        if (error != ErrorCode.NONE) {
            return pending.addRefused(error);
        }
        PartitionLeader leader = replica.leader();
        if (!leader.log().config().deletes()) {
            // A log that is compacted only keeps the newest value of every key, which this would break.
            return pending.addRefused(ErrorCode.POLICY_VIOLATION);
        }
        long offset = asked.offset() == HIGH_WATERMARK ? leader.highWatermark() : asked.offset();
        if (offset < 0 || offset > leader.highWatermark()) {
            return pending.addRefused(ErrorCode.OFFSET_OUT_OF_RANGE);
        }
        try {
            leader.deleteRecordsBefore(offset);
            return pending.add(leader, offset);
        } catch (LogDirectoryOffline e) {
            return pending.addRefused(ErrorCode.KAFKA_STORAGE_ERROR);
        }
    }

    private static DeleteRecordsResponse answer(DeleteRecordsRequest request, List<PendingDelete.Part> parts) {
        Iterator<PendingDelete.Part> next = parts.iterator();
        List<DeleteRecordsResponse.DeleteRecordsTopicResult> topics = new ArrayList<>();
        for (DeleteRecordsRequest.DeleteRecordsTopic topic : request.topics()) {
            List<DeleteRecordsResponse.DeleteRecordsPartitionResult> partitions = new ArrayList<>();
            for (DeleteRecordsRequest.DeleteRecordsPartition partition : topic.partitions()) {
                PendingDelete.Part part = next.next();
                partitions.add(DeleteRecordsResponse.DeleteRecordsPartitionResult.builder()
                        .partitionIndex(partition.partitionIndex()).errorCode(part.error().code())
                        .lowWatermark(part.lowWatermark()).build());
            }
            topics.add(DeleteRecordsResponse.DeleteRecordsTopicResult.builder().name(topic.name())
                    .partitions(partitions).build());
        }
        return DeleteRecordsResponse.builder().topics(topics).build();
    }
}
