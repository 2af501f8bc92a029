package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.Batches;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProduceFetchTest extends BrokerTest {

    private Uuid topicId;

    @BeforeEach
    void createTopic() {
        topicId = createTopic("t", 3);
    }

    @Test
    void everyVersionOfProduceAppends() {
        for (int version = 3; version <= Api.PRODUCE.highestVersion(); version++) {
            boolean byId = version >= 13;
            ProduceResponse.PartitionProduceResponse answer = DataPath.only(client().call(Api.PRODUCE, version,
                    DataPath.produceRequest(byId ? "" : "t", byId ? topicId : Uuid.ZERO, 0, DataPath.ALL,
                            DataPath.batch(1)), ProduceResponse::read));
            assertEquals(0, answer.errorCode(), "version " + version);
            assertEquals(version - 3, answer.baseOffset(), "version " + version);
        }
    }

    @Test
    void everyVersionOfFetchFindsTheRecords() {
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        for (int version = 4; version <= Api.FETCH.highestVersion(); version++) {
            boolean byId = version >= 13;
            FetchResponse answer = client().call(Api.FETCH, version, FetchRequest.builder().maxBytes(10_000).topics(
                    List.of(FetchRequest.FetchTopic.builder().topic(byId ? "" : "t").topicId(byId ? topicId : Uuid.ZERO)
                            .partitions(List.of(DataPath.from(0, 2))).build())).build(), FetchResponse::read);
            FetchResponse.PartitionData data = answer.responses().get(0).partitions().get(0);
            assertEquals(0, data.errorCode(), "version " + version);
            assertEquals(5, data.highWatermark(), "version " + version);
            assertEquals(List.of(0L), DataPath.baseOffsets(data), "version " + version);
        }
    }

    @Test
    void eachKindOfAcksIsServed() {
        assertEquals(0, produce((short) 1, DataPath.batch(1)).baseOffset());
        assertEquals(1, produce(DataPath.ALL, DataPath.batch(1)).baseOffset());
        client().send(Api.PRODUCE, 9, DataPath.produceRequest("t", Uuid.ZERO, 0, (short) 0, DataPath.batch(1)));
        assertEquals(3, produce(DataPath.ALL, DataPath.batch(1)).baseOffset(), "behind the one that is not answered");
        assertEquals(ErrorCode.INVALID_REQUIRED_ACKS.code(), produce((short) 2, DataPath.batch(1)).errorCode());
    }

    @Test
    void whoWantsNoAnswerLosesTheConnectionWhenItFails() {
        client().send(Api.PRODUCE, 9, DataPath.produceRequest("none", Uuid.ZERO, 0, (short) 0, DataPath.batch(1)));
        client().awaitClosed();
    }

    @Test
    void aPartitionThatIsNotThereIsRefusedAndTheOthersAreNot() {
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                DataPath.produce(client(), "none", 0, DataPath.batch(1)).errorCode());
        for (int partition : new int[] {3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                    DataPath.produce(client(), "t", partition, DataPath.batch(1)).errorCode());
            assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                    DataPath.fetch(client(), "t", partition, 0).errorCode());
        }
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID.code(), DataPath.only(client().call(Api.PRODUCE, 13,
                DataPath.produceRequest("", new Uuid(1, 2), 0, DataPath.ALL, DataPath.batch(1)), ProduceResponse::read))
                .errorCode());
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID.code(), DataPath.only(client().call(Api.PRODUCE, 13,
                DataPath.produceRequest("", Uuid.ZERO, 0, DataPath.ALL, DataPath.batch(1)), ProduceResponse::read))
                .errorCode());
        assertEquals(0, DataPath.produce(client(), "t", 2, DataPath.batch(1)).errorCode());
    }

    @Test
    void internalTopicsAreNotForProducers() {
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION.code(),
                DataPath.produce(client(), "__consumer_offsets", 0, DataPath.batch(1)).errorCode());
    }

    @Test
    void aRepeatedBatchIsAnsweredAsTheFirstTime() {
        byte[] batch = DataPath.bytes(Batches.at(DataPath.NOW).producer(7, 0, 0).records(3, 1));
        assertEquals(0, produce(DataPath.ALL, batch.clone()).baseOffset());
        assertEquals(0, produce(DataPath.ALL, batch.clone()).baseOffset());
        byte[] gap = DataPath.bytes(Batches.at(DataPath.NOW).producer(7, 0, 5).records(3, 1));
        assertEquals(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code(), produce(DataPath.ALL, gap).errorCode());
        byte[] next = DataPath.bytes(Batches.at(DataPath.NOW).producer(7, 0, 3).records(3, 1));
        assertEquals(3, produce(DataPath.ALL, next).baseOffset());
    }

    @Test
    void bothRepetitionsInOneTurnAreOneAppend() {
        byte[] batch = DataPath.bytes(Batches.at(DataPath.NOW).producer(7, 0, 0).records(3, 1));
        byte[] one = frame(Api.PRODUCE, 9, 1, DataPath.produceRequest("t", Uuid.ZERO, 0, DataPath.ALL, batch.clone()));
        byte[] two = frame(Api.PRODUCE, 9, 2, DataPath.produceRequest("t", Uuid.ZERO, 0, DataPath.ALL, batch.clone()));
        client().sendRaw(java.nio.ByteBuffer.allocate(one.length + two.length).put(one).put(two).array());
        for (int i = 0; i < 2; i++) {
            assertEquals(0, DataPath.only(client().answer(Api.PRODUCE, 9, ProduceResponse::read)).baseOffset());
        }
        assertEquals(3, DataPath.fetch(client(), "t", 0, 0).highWatermark());
    }

    @Test
    void aFetchWaitsForRecordsAndIsAnsweredAtOnceWhenTheyCome() {
        BrokerTest.TestClient consumer = connect();
        consumer.send(Api.FETCH, DataPath.FETCH_VERSION,
                DataPath.fetchRequest("t", DataPath.from(0, 0), DataPath.from(1, 0)).minBytes(1).maxWaitMs(20_000)
                        .build());
        world().runFor(50_000_000);
        assertFalse(consumer.hasFrame());
        DataPath.produce(client(), "t", 1, DataPath.batch(1));
        FetchResponse answer = consumer.answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read);
        assertEquals(List.of(0L), DataPath.baseOffsets(DataPath.partitions(answer).get(1)));
    }

    @Test
    void aFetchThatFindsTooLittleIsAnsweredWhenItsWaitIsOver() {
        DataPath.produce(client(), "t", 0, DataPath.batch(1));
        FetchResponse answer = DataPath.fetch(client(),
                DataPath.fetchRequest("t", DataPath.from(0, 0)).minBytes(10_000).maxWaitMs(200));
        assertEquals(List.of(0L), DataPath.baseOffsets(DataPath.partitions(answer).get(0)));
    }

    @Test
    void whoWantsMoreThanItAllowsDoesNotWaitForIt() {
        for (int i = 0; i < 10; i++) {
            DataPath.produce(client(), "t", 0, DataPath.batch(10));
        }
        client().send(Api.FETCH, DataPath.FETCH_VERSION, DataPath.fetchRequest("t", DataPath.from(0, 0))
                .minBytes(1 << 20).maxBytes(200).maxWaitMs(Integer.MAX_VALUE).build());
        FetchResponse answer = client().answer(Api.FETCH, DataPath.FETCH_VERSION, FetchResponse::read);
        assertEquals(200, DataPath.partitions(answer).get(0).records().sizeBytes());
    }

    @Test
    void maxBytesHoldsAcrossPartitionsButTheFirstBatchIsWhole() {
        for (int partition = 0; partition < 3; partition++) {
            DataPath.produce(client(), "t", partition, DataPath.bytes(Batches.at(DataPath.NOW).records(1, 1_000)));
        }
        List<FetchResponse.PartitionData> small = DataPath.partitions(DataPath.fetch(client(),
                DataPath.fetchRequest("t", DataPath.from(0, 0), DataPath.from(1, 0), DataPath.from(2, 0))
                        .maxBytes(10)));
        assertEquals(List.of(0L), DataPath.baseOffsets(small.get(0)));
        assertEquals(0, small.get(1).records().sizeBytes());

        List<FetchResponse.PartitionData> two = DataPath.partitions(DataPath.fetch(client(), DataPath.fetchRequest("t",
                DataPath.from(0, 0), DataPath.from(1, 0), DataPath.from(2, 0)).maxBytes(2_200)));
        assertEquals(List.of(0L), DataPath.baseOffsets(two.get(1)));
        assertTrue(two.stream().mapToInt(each -> each.records().sizeBytes()).sum() <= 2_200);

        FetchRequest.FetchPartition little = DataPath.from(1, 0).toBuilder().partitionMaxBytes(10).build();
        List<FetchResponse.PartitionData> limited = DataPath.partitions(DataPath.fetch(client(),
                DataPath.fetchRequest("t", DataPath.from(0, 0), little)));
        // Over several shards a batch is given whole or not at all.
        assertEquals(shards() == 1 ? 10 : 0, limited.get(1).records().sizeBytes(), "a partition's own limit");
    }

    @Test
    void offsetsOutsideOfTheLogAreRefused() {
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        for (long offset : new long[] {-1, 6, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE.code(), DataPath.fetch(client(), "t", 0, offset).errorCode());
        }
        FetchResponse.PartitionData end = DataPath.fetch(client(), "t", 0, 5);
        assertEquals(0, end.errorCode());
        assertEquals(0, end.records().sizeBytes());
    }

    @Test
    void leaderEpochsAreChecked() {
        DataPath.produce(client(), "t", 0, DataPath.batch(1));
        assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH.code(), fetchWithEpoch(99).errorCode());
        assertEquals(0, fetchWithEpoch(0).errorCode());
        node().stop();
        world().runUntil("the node has stopped", () -> !node().running());
        startAgain();
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH.code(), fetchWithEpoch(0).errorCode(), "a restart begins an epoch");
    }

    @Test
    void aReaderThatIsBehindTheEndOfItsEpochDiverges() {
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        FetchResponse.PartitionData data = fetchAt(9, 0);
        assertEquals(0, data.errorCode());
        assertEquals(0, data.records().sizeBytes());
        assertEquals(0, data.divergingEpoch().epoch());
        assertEquals(5, data.divergingEpoch().endOffset());
    }

    @Test
    void aReaderOfAnEpochThatTheLogHasNotReachedIsOutOfRange() {
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE.code(), fetchAt(5, 7).errorCode());
    }

    private FetchResponse.PartitionData fetchAt(long offset, int lastEpoch) {
        FetchRequest.FetchPartition wanted = DataPath.from(0, offset).toBuilder().lastFetchedEpoch(lastEpoch).build();
        return DataPath.partitions(DataPath.fetch(client(), DataPath.fetchRequest("t", wanted))).get(0);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() {
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        DataPath.produce(client(), "t", 0, DataPath.batch(5));
        node().kill();
        world().runUntil("the node is dead", () -> !node().running());
        startAgain();
        assertEquals(List.of(0L, 5L), DataPath.baseOffsets(DataPath.fetch(client(), "t", 0, 0)));
        assertEquals(10, DataPath.produce(client(), "t", 0, DataPath.batch(1)).baseOffset());
    }

    @Test
    void aConsumerThatGoesWhileItWaitsLeavesNothingBehind() {
        for (int i = 0; i < 20; i++) {
            BrokerTest.TestClient consumer = connect();
            consumer.send(Api.FETCH, DataPath.FETCH_VERSION, DataPath.fetchRequest("t", DataPath.from(0, 0))
                    .minBytes(1).maxWaitMs(Integer.MAX_VALUE).build());
            world().runFor(5_000_000);
            consumer.close();
        }
        world().runFor(50_000_000);
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(1)).errorCode());
    }

    private FetchResponse.PartitionData fetchWithEpoch(int epoch) {
        return DataPath.partitions(DataPath.fetch(client(), DataPath.fetchRequest("t",
                DataPath.from(0, 0).toBuilder().currentLeaderEpoch(epoch).build()))).get(0);
    }

    private ProduceResponse.PartitionProduceResponse produce(short acks, byte[] records) {
        return DataPath.only(client().call(Api.PRODUCE, 9, DataPath.produceRequest("t", Uuid.ZERO, 0, acks, records),
                ProduceResponse::read));
    }
}
