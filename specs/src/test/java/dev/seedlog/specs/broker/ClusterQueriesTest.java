package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ApiVersionsRequest;
import dev.seedlog.wire.message.ApiVersionsResponse;
import dev.seedlog.wire.message.DescribeClusterRequest;
import dev.seedlog.wire.message.DescribeClusterResponse;
import dev.seedlog.wire.message.DescribeLogDirsRequest;
import dev.seedlog.wire.message.DescribeLogDirsResponse;
import dev.seedlog.wire.message.DescribeTopicPartitionsRequest;
import dev.seedlog.wire.message.DescribeTopicPartitionsResponse;
import dev.seedlog.wire.message.InitProducerIdRequest;
import dev.seedlog.wire.message.InitProducerIdResponse;
import dev.seedlog.wire.message.MetadataRequest;
import dev.seedlog.wire.message.MetadataResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterQueriesTest extends BrokerTest {

    private Uuid ordersId;

    @Override
    protected Map<String, String> config() {
        return Map.of("max.request.partition.size.limit", "4");
    }

    @BeforeEach
    void createTopics() {
        createTopic("alerts", 2);
        ordersId = createTopic("orders", 3);
        createTopic("users", 1);
    }

    @Test
    void everyVersionOfApiVersionsTellsWhatIsServed() {
        for (int version = 0; version <= 4; version++) {
            ApiVersionsResponse answer = client().call(Api.API_VERSIONS, version, ApiVersionsRequest.builder()
                    .clientSoftwareName("test").clientSoftwareVersion("1.0").build(), ApiVersionsResponse::read);
            assertEquals(0, answer.errorCode(), "version " + version);
            ApiVersionsResponse.ApiVersion produce = answer.apiKeys().get(0);
            assertEquals(0, produce.apiKey());
            assertEquals(0, produce.minVersion(), "librdkafka looks for it");
            assertEquals(Api.PRODUCE.highestVersion(), produce.maxVersion());
        }
    }

    @Test
    void apiVersionsInAnUnknownVersionIsAnsweredInVersionZero() {
        client().sendRaw(java.nio.ByteBuffer.allocate(14).putInt(10).putShort(Api.API_VERSIONS.id())
                .putShort((short) 77)
                .putInt(5).putShort((short) -1).array());
        ApiVersionsResponse answer = client().answer(Api.API_VERSIONS, 0, ApiVersionsResponse::read);
        assertEquals(ErrorCode.UNSUPPORTED_VERSION.code(), answer.errorCode());
        assertEquals(List.of(Api.API_VERSIONS.id()), answer.apiKeys().stream().map(each -> each.apiKey()).toList());
        assertFalse(client().closed());
    }

    @Test
    void aClientThatDoesNotNameItselfIsRefused() {
        for (String name : List.of("", "-x", "a b", "x".repeat(10) + "-", "ü")) {
            assertEquals(ErrorCode.INVALID_REQUEST.code(), client()
                    .call(Api.API_VERSIONS, 4, ApiVersionsRequest.builder()
                    .clientSoftwareName(name).clientSoftwareVersion("1").build(), ApiVersionsResponse::read)
                    .errorCode());
        }
    }

    @Test
    void everyVersionOfMetadataTellsAllTopicsAndTheBroker() {
        for (int version = 0; version <= Api.METADATA.highestVersion(); version++) {
            MetadataResponse answer = metadata(version, version == 0 ? List.of() : null);
            assertEquals(List.of("alerts", "orders", "users"),
                    answer.topics().stream().map(each -> each.name()).sorted().toList(), "version " + version);
            assertEquals(1, answer.brokers().size());
            assertEquals(node().bootstrap().port(), answer.brokers().get(0).port());
            answer.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                assertEquals(0, partition.errorCode());
                assertEquals(1, partition.leaderId());
            }));
        }
    }

    @Test
    void anEmptyListAsksForNoTopicsFromVersionOneOn() {
        for (int version = 1; version <= Api.METADATA.highestVersion(); version++) {
            assertEquals(List.of(), metadata(version, List.of()).topics(), "version " + version);
        }
    }

    @Test
    void topicsAreFoundById() {
        MetadataResponse answer = metadata(12, List.of(byId(ordersId), byId(new Uuid(1, 2)), byId(Uuid.ZERO)));
        assertEquals("orders", answer.topics().get(0).name());
        assertEquals(3, answer.topics().get(0).partitions().size());
        for (int i = 1; i < 3; i++) {
            assertEquals(ErrorCode.UNKNOWN_TOPIC_ID.code(), answer.topics().get(i).errorCode());
            assertNull(answer.topics().get(i).name());
        }
    }

    @Test
    void idsAndNullNamesAreRefusedBeforeTheyWereServed() {
        for (int version = 10; version <= 11; version++) {
            for (MetadataRequest.MetadataRequestTopic asked : List.of(byId(ordersId), byId(Uuid.ZERO))) {
                MetadataResponse answer = metadata(version, List.of(asked));
                assertEquals(ErrorCode.INVALID_REQUEST.code(), answer.topics().get(0).errorCode(), "version "
                        + version);
            }
        }
    }

    @Test
    void aTopicIsCreatedWhenSomebodyAsksAboutItUnlessForbidden() {
        MetadataRequest.MetadataRequestTopic fresh = MetadataRequest.MetadataRequestTopic.builder().name("fresh")
                .build();
        MetadataResponse forbidden = client().call(Api.METADATA, 9, MetadataRequest.builder().topics(List.of(fresh))
                .allowAutoTopicCreation(false).build(), MetadataResponse::read);
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(), forbidden.topics().get(0).errorCode());

        MetadataResponse created = metadata(9, List.of(fresh, fresh));
        assertEquals(0, created.topics().get(0).errorCode());
        assertEquals(1, created.topics().get(0).partitions().get(0).leaderId());
        assertEquals(0, DataPath.produce(client(), "fresh", 0, DataPath.batch(1)).errorCode());
    }

    @Test
    void topicPartitionsArePagedThrough() {
        DescribeTopicPartitionsResponse first = describePartitions(null, 100);
        assertEquals(List.of("alerts", "orders"), first.topics().stream().map(each -> each.name()).toList());
        assertEquals(2, first.topics().get(1).partitions().size(), "no more than four partitions in all");
        assertEquals("orders", first.nextCursor().topicName());
        assertEquals(2, first.nextCursor().partitionIndex());

        DescribeTopicPartitionsResponse second = describePartitions(cursor("orders", 2), 100);
        assertEquals(List.of("orders", "users"), second.topics().stream().map(each -> each.name()).toList());
        assertEquals(2, second.topics().get(0).partitions().get(0).partitionIndex());
        assertNull(second.nextCursor());

        assertEquals(1, describePartitions(null, 1).topics().get(0).partitions().size());
        assertEquals(1, describePartitions(null, -5).topics().get(0).partitions().size());
        assertEquals("orders", describePartitions(null, 2).nextCursor().topicName());
    }

    @Test
    void aCursorBehindTheLastPartitionGoesOnWithTheNextTopic() {
        DescribeTopicPartitionsResponse answer = describePartitions(cursor("orders", Integer.MAX_VALUE), 100);
        assertEquals(List.of(), answer.topics().get(0).partitions());
        assertEquals("users", answer.topics().get(1).name());
        assertNull(answer.nextCursor());
        assertEquals("users", describePartitions(cursor("p", 0), 100).topics().get(0).name(), "its topic is gone");
    }

    @Test
    void aCursorThatWasNotGivenOutIsRefused() {
        DescribeTopicPartitionsResponse answer = client().call(Api.DESCRIBE_TOPIC_PARTITIONS, 0,
                DescribeTopicPartitionsRequest.builder().topics(List.of(
                        DescribeTopicPartitionsRequest.TopicRequest.builder().name("users").build()))
                        .cursor(cursor("orders", 0)).build(), DescribeTopicPartitionsResponse::read);
        assertEquals(ErrorCode.INVALID_REQUEST.code(), answer.topics().get(0).errorCode());
        describePartitions(cursor("orders", -1), 100).topics()
                .forEach(topic -> assertEquals(ErrorCode.INVALID_REQUEST.code(), topic.errorCode()));
    }

    @Test
    void everyVersionOfDescribeClusterNamesTheBroker() {
        for (int version = 0; version <= Api.DESCRIBE_CLUSTER.highestVersion(); version++) {
            DescribeClusterResponse answer = client().call(Api.DESCRIBE_CLUSTER, version,
                    DescribeClusterRequest.builder().includeClusterAuthorizedOperations(true).build(),
                    DescribeClusterResponse::read);
            assertEquals(0, answer.errorCode(), "version " + version);
            assertEquals(1, answer.controllerId());
            assertEquals(1, answer.brokers().size());
            assertFalse(answer.clusterId().isEmpty());
        }
        for (int type : new int[] {2, 3, 0, -1}) {
            DescribeClusterResponse refused = client().call(Api.DESCRIBE_CLUSTER, 1, DescribeClusterRequest.builder()
                    .endpointType((byte) type).build(), DescribeClusterResponse::read);
            assertEquals((type == 2 ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE).code(),
                    refused.errorCode());
        }
    }

    @Test
    void everyVersionOfDescribeLogDirsTellsTheSizes() {
        DataPath.produce(client(), "orders", 1, DataPath.batch(10));
        for (int version = 1; version <= Api.DESCRIBE_LOG_DIRS.highestVersion(); version++) {
            DescribeLogDirsResponse answer = client().call(Api.DESCRIBE_LOG_DIRS, version,
                    DescribeLogDirsRequest.builder().topics(List.of(
                            DescribeLogDirsRequest.DescribableLogDirTopic.builder().topic("orders")
                                    .partitions(List.of(1)).build())).build(), DescribeLogDirsResponse::read);
            DescribeLogDirsResponse.DescribeLogDirsResult directory = answer.results().get(0);
            assertEquals(0, directory.errorCode());
            assertEquals(1, directory.topics().size(), "version " + version);
            assertEquals(DataPath.batch(10).length, directory.topics().get(0).partitions().get(0).partitionSize());
        }
    }

    @Test
    void producerIdsAreEachGivenOutOnce() {
        long last = -1;
        for (int version = 0; version <= Api.INIT_PRODUCER_ID.highestVersion(); version++) {
            InitProducerIdResponse answer = initProducerId(version, null, -1, -1);
            assertEquals(0, answer.errorCode(), "version " + version);
            assertTrue(answer.producerId() > last);
            last = answer.producerId();
        }
        node().kill();
        world().runUntil("the node is dead", () -> !node().running());
        startAgain();
        assertTrue(initProducerId(4, null, -1, -1).producerId() > last, "nor after a kill again");
        assertEquals(ErrorCode.INVALID_REQUEST.code(), initProducerId(4, null, 5, -1).errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST.code(), initProducerId(4, null, -1, 5).errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST.code(), initProducerId(4, "", -1, -1).errorCode());
    }

    private InitProducerIdResponse initProducerId(int version, String transactionalId, long id, int epoch) {
        return client()
                .call(Api.INIT_PRODUCER_ID, version, InitProducerIdRequest.builder().transactionalId(transactionalId)
                .transactionTimeoutMs(1_000).producerId(id).producerEpoch((short) epoch).build(),
                InitProducerIdResponse::read);
    }

    private MetadataResponse metadata(int version, List<MetadataRequest.MetadataRequestTopic> topics) {
        MetadataResponse answer = client().call(Api.METADATA, version,
                MetadataRequest.builder().topics(topics).allowAutoTopicCreation(true).build(), MetadataResponse::read);
        assertNotNull(answer.topics());
        return answer;
    }

    private static MetadataRequest.MetadataRequestTopic byId(Uuid id) {
        return MetadataRequest.MetadataRequestTopic.builder().topicId(id).name(null).build();
    }

    private DescribeTopicPartitionsResponse describePartitions(DescribeTopicPartitionsRequest.Cursor cursor,
            int limit) {
        return client().call(Api.DESCRIBE_TOPIC_PARTITIONS, 0, DescribeTopicPartitionsRequest.builder().cursor(cursor)
                .responsePartitionLimit(limit).build(), DescribeTopicPartitionsResponse::read);
    }

    private static DescribeTopicPartitionsRequest.Cursor cursor(String topic, int partition) {
        return DescribeTopicPartitionsRequest.Cursor.builder().topicName(topic).partitionIndex(partition).build();
    }
}
