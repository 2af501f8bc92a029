package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.log.Batches;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import dev.seedlog.wire.message.DescribeProducersRequest;
import dev.seedlog.wire.message.DescribeProducersResponse;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsResponse;
import dev.seedlog.wire.message.OffsetForLeaderEpochRequest;
import dev.seedlog.wire.message.OffsetForLeaderEpochResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetsTest extends BrokerTest {

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;

    /** Records 0 to 4 have the timestamps 1000 to 1004, 5 to 9 have 3000 to 3004, 10 to 14 have 2000 to 2004. */
    @BeforeEach
    void produceThreeBatches() {
        createTopic("t", 1);
        for (long timestamp : new long[] {1_000, 3_000, 2_000}) {
            DataPath.produce(client(), "t", 0, DataPath.bytes(Batches.at(timestamp).records(5, 1)));
        }
    }

    @Test
    void everyVersionFindsBothEndsOfTheLog() {
        for (int version = 1; version <= Api.LIST_OFFSETS.highestVersion(); version++) {
            assertEquals(0, DataPath.listOffset(client(), version, "t", EARLIEST).offset(), "version " + version);
            ListOffsetsResponse.ListOffsetsPartitionResponse latest =
                    DataPath.listOffset(client(), version, "t", LATEST);
            assertEquals(15, latest.offset(), "version " + version);
            assertEquals(-1, latest.timestamp(), "version " + version);
            assertEquals(version >= 4 ? 0 : -1, latest.leaderEpoch(), "version " + version);
        }
    }

    @Test
    void aTimestampIsFoundInTheMiddleOfABatch() {
        assertFound(0, 1_000, 0);
        assertFound(3, 1_003, 1_003);
        assertFound(5, 3_000, 1_005);
        assertFound(7, 3_002, 3_002);
        assertFound(9, 3_004, 3_004);
        assertFound(-1, -1, 3_005);
        assertFound(-1, -1, Long.MAX_VALUE);
    }

    @Test
    void theLargestTimestampIsFound() {
        assertFound(9, 3_004, MAX_TIMESTAMP);
        createTopic("empty", 1);
        assertEquals(-1, DataPath.listOffset(client(), 9, "empty", MAX_TIMESTAMP).offset());
        assertEquals(0, DataPath.listOffset(client(), 9, "empty", MAX_TIMESTAMP).errorCode());
    }

    @Test
    void specialTimestampsAreKnownFromTheirVersionOn() {
        int[][] firstVersions = {{-3, 7}, {-4, 8}, {-5, 9}, {-6, 11}};
        for (int[] each : firstVersions) {
            for (int version = 1; version <= Api.LIST_OFFSETS.highestVersion(); version++) {
                int error = DataPath.listOffset(client(), version, "t", each[0]).errorCode();
                assertEquals(version < each[1] ? ErrorCode.UNSUPPORTED_VERSION.code() : 0, error,
                        each[0] + " in version " + version);
            }
        }
        assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(), DataPath.listOffset(client(), 11, "t", -7).errorCode());
        assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(),
                DataPath.listOffset(client(), 11, "t", Long.MIN_VALUE).errorCode());
    }

    @Test
    void aPartitionThatIsAskedForTwiceIsRefused() {
        ListOffsetsRequest.ListOffsetsPartition once = ListOffsetsRequest.ListOffsetsPartition.builder()
                .partitionIndex(0).currentLeaderEpoch(-1).timestamp(LATEST).build();
        ListOffsetsResponse answer = client().call(Api.LIST_OFFSETS, 7, ListOffsetsRequest.builder().topics(List.of(
                ListOffsetsRequest.ListOffsetsTopic.builder().name("t").partitions(List.of(once, once)).build()))
                .build(),
                ListOffsetsResponse::read);
        answer.topics().get(0).partitions().forEach(
                each -> assertEquals(ErrorCode.INVALID_REQUEST.code(), each.errorCode()));
    }

    @Test
    void deletedRecordsAreGoneAndTheLogBeginsBehindThem() {
        assertDeleted(7, ErrorCode.NONE, 7);
        assertFound(7, 3_002, 0);
        assertEquals(7, DataPath.listOffset(client(), 7, "t", EARLIEST).offset());
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE.code(), DataPath.fetch(client(), "t", 0, 6).errorCode());
        assertEquals(List.of(5L, 10L), DataPath.baseOffsets(DataPath.fetch(client(), "t", 0, 7)));
        assertDeleted(3, ErrorCode.NONE, 7);
        assertDeleted(16, ErrorCode.OFFSET_OUT_OF_RANGE, -1);
        assertDeleted(-2, ErrorCode.OFFSET_OUT_OF_RANGE, -1);
        assertDeleted(-1, ErrorCode.NONE, 15);
        assertEquals(15, DataPath.produce(client(), "t", 0, DataPath.batch(1)).baseOffset());
    }

    @Test
    void aCompactedTopicKeepsItsRecords() {
        createTopic("compacted", 1, "cleanup.policy", "compact");
        assertEquals(ErrorCode.POLICY_VIOLATION.code(), delete("compacted", 0).errorCode());
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(), delete("none", 0).errorCode());
    }

    @Test
    void everyVersionTellsWhereAnEpochEnds() {
        for (int version = 2; version <= Api.OFFSET_FOR_LEADER_EPOCH.highestVersion(); version++) {
            OffsetForLeaderEpochResponse.EpochEndOffset end = epochEnd(version, -1, 0);
            assertEquals(0, end.errorCode(), "version " + version);
            assertEquals(15, end.endOffset(), "version " + version);
            assertEquals(0, end.leaderEpoch(), "version " + version);
        }
        assertEquals(-1, epochEnd(4, -1, 9).endOffset(), "an epoch that there was not");
        assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH.code(), epochEnd(4, 9, 0).errorCode());
    }

    @Test
    void anEpochEndsWhereTheNextBegan() {
        node().stop();
        world().runUntil("the node has stopped", () -> !node().running());
        startAgain();
        DataPath.produce(client(), "t", 0, DataPath.batch(2));
        assertEquals(15, epochEnd(4, -1, 0).endOffset());
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH.code(), epochEnd(4, 0, 0).errorCode());
    }

    @Test
    void theProducersOfAPartitionAreDescribed() {
        DataPath.produce(client(), "t", 0, DataPath.bytes(Batches.at(5_000).producer(77, 2, 0).records(4, 1)));
        DescribeProducersResponse.PartitionResponse partition = client().call(Api.DESCRIBE_PRODUCERS, 0,
                DescribeProducersRequest.builder()
                .topics(List.of(DescribeProducersRequest.TopicRequest.builder().name("t")
                        .partitionIndexes(List.of(0)).build())).build(), DescribeProducersResponse::read)
                .topics().get(0).partitions().get(0);
        assertEquals(1, partition.activeProducers().size());
        assertEquals(77, partition.activeProducers().get(0).producerId());
        assertEquals(3, partition.activeProducers().get(0).lastSequence());
        assertEquals(2, partition.activeProducers().get(0).producerEpoch());
    }

    private void assertFound(long offset, long timestamp, long askedFor) {
        ListOffsetsResponse.ListOffsetsPartitionResponse found = DataPath.listOffset(client(), 7, "t", askedFor);
        assertEquals(0, found.errorCode());
        assertEquals(offset, found.offset(), "the offset for " + askedFor);
        assertEquals(timestamp, found.timestamp(), "the timestamp for " + askedFor);
    }

    private void assertDeleted(long offset, ErrorCode error, long lowWatermark) {
        DeleteRecordsResponse.DeleteRecordsPartitionResult result = delete("t", offset);
        assertEquals(error.code(), result.errorCode());
        assertEquals(lowWatermark, result.lowWatermark());
    }

    private DeleteRecordsResponse.DeleteRecordsPartitionResult delete(String topic, long offset) {
        return client().call(Api.DELETE_RECORDS, 2, DeleteRecordsRequest.builder().timeoutMs(1_000).topics(List.of(
                DeleteRecordsRequest.DeleteRecordsTopic.builder().name(topic).partitions(List.of(
                        DeleteRecordsRequest.DeleteRecordsPartition.builder().partitionIndex(0).offset(offset).build()))
                        .build())).build(), DeleteRecordsResponse::read).topics().get(0).partitions().get(0);
    }

    private OffsetForLeaderEpochResponse.EpochEndOffset epochEnd(int version, int currentEpoch, int epoch) {
        return client().call(Api.OFFSET_FOR_LEADER_EPOCH, version, OffsetForLeaderEpochRequest.builder().topics(List.of(
                OffsetForLeaderEpochRequest.OffsetForLeaderTopic.builder().topic("t").partitions(List.of(
                        OffsetForLeaderEpochRequest.OffsetForLeaderPartition.builder().partition(0)
                                .currentLeaderEpoch(currentEpoch).leaderEpoch(epoch).build())).build())).build(),
                OffsetForLeaderEpochResponse::read).topics().get(0).partitions().get(0);
    }
}
