package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsRequest.DeleteRecordsPartition;
import dev.seedlog.wire.message.DeleteRecordsRequest.DeleteRecordsTopic;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import dev.seedlog.wire.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import dev.seedlog.wire.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsTopic;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.seedlog.wire.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.EnumSet;
import java.util.List;

/** Calls about the records of a partition. */
public final class RecordCalls {

    /** Asks for the offset behind the last record. */
    public static final long LATEST = -1;
    /** Asks for the offset of the first record. */
    public static final long EARLIEST = -2;

    private static final int TIMEOUT_MS = 10_000;
    private static final int ANY_CONSUMER = -1;
    private static final int NO_EPOCH = -1;

    private RecordCalls() {
    }

    /**
     * Deletes what lies before an offset; the answer is where the log begins now.
     *
     * @param offset -1 for the high watermark
     */
    public static AdminCall<Long> deleteBefore(TopicPartition partition, long offset) {
        DeleteRecordsTopic topic = DeleteRecordsTopic.builder().name(partition.topic()).partitions(List.of(
                DeleteRecordsPartition.builder().partitionIndex(partition.partition()).offset(offset).build())).build();
        return new SimpleCall<>(Api.DELETE_RECORDS, new AdminCall.LeaderOf(partition), version ->
                DeleteRecordsRequest.builder().topics(List.of(topic)).timeoutMs(TIMEOUT_MS).build(),
                (body, version) -> {
                    for (DeleteRecordsTopicResult about : DeleteRecordsResponse.read(body, version).topics()) {
                        for (DeleteRecordsPartitionResult result : about.partitions()) {
                            return result.errorCode() == 0 ? AdminCall.Answer.of(result.lowWatermark())
                                    : AdminCall.Answer.failed(result.errorCode(), null);
                        }
                    }
                    throw nothing("DeleteRecords", partition);
                }, EnumSet.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    }

    /** The offset of the first record at or behind a timestamp, or {@link #LATEST} or {@link #EARLIEST}. */
    public static AdminCall<Long> offset(TopicPartition partition, long timestampMs) {
        ListOffsetsTopic topic = ListOffsetsTopic.builder().name(partition.topic()).partitions(List.of(
                ListOffsetsPartition.builder().partitionIndex(partition.partition()).currentLeaderEpoch(NO_EPOCH)
                        .timestamp(timestampMs).build())).build();
        return new SimpleCall<>(Api.LIST_OFFSETS, new AdminCall.LeaderOf(partition), version ->
                ListOffsetsRequest.builder().replicaId(ANY_CONSUMER).topics(List.of(topic)).build(),
                (body, version) -> {
                    for (ListOffsetsTopicResponse about : ListOffsetsResponse.read(body, version).topics()) {
                        for (ListOffsetsPartitionResponse result : about.partitions()) {
                            return result.errorCode() == 0 ? AdminCall.Answer.of(result.offset())
                                    : AdminCall.Answer.failed(result.errorCode(), null);
                        }
                    }
                    throw nothing("ListOffsets", partition);
                }, EnumSet.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    }

    private static WireFormatException nothing(String api, TopicPartition about) {
        return new WireFormatException(api + "Response", 0, "nothing is said of " + about);
    }
}
