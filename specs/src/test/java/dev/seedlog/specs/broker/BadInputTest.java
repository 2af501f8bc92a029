package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.Batches;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What nobody should send. Each is answered with a clear error or ends its connection; the node stays up, serves the
 * next client, and has all that it ever acknowledged. Run in both worlds.
 */
abstract class BadInputTest extends BrokerTest {

    private static final String TOPIC = "orders";
    private static final long SILENCE_NANOS = 5_000_000;

    private final List<Long> acknowledged = new ArrayList<>();

    @BeforeEach
    void acknowledgeSomething() {
        createTopic(TOPIC, 1);
        assertServesANewClient("the first record");
    }

    /** After all of it, and after a kill on top, what was acknowledged is there and nothing else is. */
    @AfterEach
    void nothingAcknowledgedIsLost() {
        assertEquals(acknowledged, DataPath.baseOffsets(DataPath.fetch(connect(), TOPIC, 0, 0)));
        node().kill();
        world().runUntil("the node is dead", () -> !node().running());
        startAgain();
        assertEquals(acknowledged, DataPath.baseOffsets(DataPath.fetch(client(), TOPIC, 0, 0)));
    }

    @Test
    void framesOfIllegalSizesEndTheirConnection() {
        BadBytes.frameSizes().forEach(this::assertSurvives);
    }

    @Test
    void bytesThatAreNotTheProtocolDoNoHarm() {
        BadBytes.notTheProtocol().forEach(this::assertSurvives);
    }

    @Test
    void unknownApisAndVersionsEndTheirConnection() {
        BadBytes.unknownApisAndVersions().forEach(this::assertSurvives);
    }

    @Test
    void cutRequestsEndTheirConnection() {
        BadBytes.cutRequests().forEach(this::assertSurvives);
    }

    @Test
    void badBatchesAreRefusedWithTheProtocolsError() {
        for (BadBatch bad : BadBatch.all()) {
            for (int version : new int[] {3, 7, DataPath.PRODUCE_VERSION}) {
                assertRefused(bad, version);
            }
        }
    }

    @Test
    void decompressionBombsAreRefused() {
        for (BadBatch bad : BadBatch.bombs()) {
            assertRefused(bad, DataPath.PRODUCE_VERSION);
        }
    }

    @Test
    void overlappingSequencesAreRefusedAndTheProducerGoesOn() {
        assertEquals(0, produceIdempotent(0, 5).errorCode());
        for (int[] overlap : new int[][] {{3, 5}, {0, 4}, {1, 5}, {4, 2}, {9, 1}, {Integer.MAX_VALUE, 1}}) {
            assertEquals(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code(),
                    produceIdempotent(overlap[0], overlap[1]).errorCode(), "from " + overlap[0]);
        }
        assertEquals(0, produceIdempotent(5, 5).errorCode());
        assertServesANewClient("overlapping sequences");
    }

    @Test
    void illegalTopicNamesAreRefusedEverywhere() {
        for (String name : List.of("", ".", "..", "a b", "a/b", "../../etc", "a\u0000b", "ü", "a,b", "x".repeat(250),
                "\uD83D\uDE00", "a\\b", "a:b", "a\nb", "*", "%2e")) {
            assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION.code(), create(name), "creating '" + name + "'");
            assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION.code(), describe(name), "describing '" + name + "'");
            assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                    DataPath.produce(client(), name, 0, DataPath.batch(1)).errorCode(), "writing to '" + name + "'");
        }
        assertServesANewClient("illegal topic names");
    }

    private void assertSurvives(BadBytes bad) {
        TestClient client = connect();
        client.sendRaw(bad.bytes());
        if (bad.closes()) {
            client.awaitClosed();
        } else {
            world().runFor(SILENCE_NANOS);
            client.close();
        }
        assertServesANewClient(bad.name());
    }

    private void assertRefused(BadBatch bad, int version) {
        ProduceResponse.PartitionProduceResponse answer = DataPath.only(client().call(Api.PRODUCE, version,
                DataPath.produceRequest(TOPIC, Uuid.ZERO, 0, DataPath.ALL, bad.records()), ProduceResponse::read));
        ErrorCode error = ErrorCode.forCode(answer.errorCode());
        assertTrue(bad.errors().contains(error), () -> bad.name() + " in version " + version + " is answered with "
                + error);
        assertEquals(-1, answer.baseOffset(), bad.name());
        assertServesANewClient(bad.name());
    }

    private void assertServesANewClient(String after) {
        TestClient other = connect();
        ProduceResponse.PartitionProduceResponse answer = DataPath.produce(other, TOPIC, 0, DataPath.batch(1));
        assertEquals(0, answer.errorCode(), "after " + after);
        acknowledged.add(answer.baseOffset());
        other.close();
    }

    private ProduceResponse.PartitionProduceResponse produceIdempotent(int sequence, int records) {
        ProduceResponse.PartitionProduceResponse answer = DataPath.produce(client(), TOPIC, 0,
                DataPath.bytes(Batches.at(DataPath.NOW).producer(99, 0, sequence).records(records, 1)));
        if (answer.errorCode() == 0) {
            acknowledged.add(answer.baseOffset());
        }
        return answer;
    }

    private short create(String name) {
        return client().call(Api.CREATE_TOPICS, 5, CreateTopicsRequest.builder().timeoutMs(10_000).topics(List.of(
                CreateTopicsRequest.CreatableTopic.builder().name(name).numPartitions(1).replicationFactor((short) 1)
                        .build())).build(), CreateTopicsResponse::read).topics().get(0).errorCode();
    }

    private short describe(String name) {
        return client().call(Api.METADATA, 9, MetadataRequest.builder().allowAutoTopicCreation(true).topics(List.of(
                MetadataRequest.MetadataRequestTopic.builder().name(name).build())).build(), MetadataResponse::read)
                .topics().get(0).errorCode();
    }
}
