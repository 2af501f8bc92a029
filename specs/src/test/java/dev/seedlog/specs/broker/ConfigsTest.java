package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeConfigsRequest;
import dev.seedlog.wire.message.DescribeConfigsResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigsTest extends BrokerTest {

    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte OF_TOPIC = 1;
    private static final byte STATIC_BROKER = 4;
    private static final byte DEFAULT = 5;

    @Override
    protected Map<String, String> config() {
        return Map.of("log.retention.hours", "1");
    }

    @BeforeEach
    void createTopic() {
        createTopic("t", 1, "max.message.bytes", "1234");
    }

    @Test
    void everyVersionDescribesAllOfATopic() {
        for (int version = 1; version <= Api.DESCRIBE_CONFIGS.highestVersion(); version++) {
            for (List<String> keys : java.util.Arrays.<List<String>>asList(null, List.of())) {
                DescribeConfigsResponse.DescribeConfigsResult result = describe(version, TOPIC, "t", keys);
                assertEquals(0, result.errorCode());
                assertTrue(result.configs().size() > 20, "version " + version + ": " + result.configs().size());
            }
        }
    }

    @Test
    void onlyTheKeysThatAreAskedForAreDescribed() {
        assertEquals(List.of("retention.ms"), describe(4, TOPIC, "t", List.of("retention.ms", "no.such.key")).configs()
                .stream().map(each -> each.name()).toList());
    }

    @Test
    void aValueIsToldInTheKeysOwnUnitWhateverItComesFrom() {
        assertConfig("retention.ms", "3600000", STATIC_BROKER);
        assertConfig("max.message.bytes", "1234", OF_TOPIC);
        assertConfig("segment.bytes", "1073741824", DEFAULT);
    }

    @Test
    void resourcesThatAreNotThereAreRefusedEachForItself() {
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(), describe(4, TOPIC, "none", null).errorCode());
        assertEquals(ErrorCode.INVALID_TOPIC_EXCEPTION.code(), describe(4, TOPIC, "a b", null).errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST.code(), describe(4, BROKER, "2", null).errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST.code(), describe(4, BROKER, "x", null).errorCode());
        for (byte type : new byte[] {0, 1, 3, 99, -1}) {
            assertEquals(ErrorCode.INVALID_REQUEST.code(), describe(4, type, "t", null).errorCode(), "type " + type);
        }
    }

    @Test
    void theBrokerIsDescribedWithItsFilesAndDefaults() {
        DescribeConfigsResponse.DescribeConfigsResult broker = describe(4, BROKER, "1", List.of("log.retention.hours"));
        assertEquals("1", broker.configs().get(0).value());
        assertEquals(STATIC_BROKER, broker.configs().get(0).configSource());
        assertEquals(List.of("min.insync.replicas"), describe(4, BROKER, "", null).configs().stream()
                .map(DescribeConfigsResponse.DescribeConfigsResourceResult::name).toList(),
                "a new cluster has one minimum for all brokers, and nothing else is set for them");
    }

    @Test
    void aTopicsNewConfigurationHoldsFromTheNextRequestOn() {
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE.code(),
                DataPath.produce(client(), "t", 0, DataPath.batch(500)).errorCode());
        alter("max.message.bytes", "100000");
        assertConfig("max.message.bytes", "100000", OF_TOPIC);
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(500)).errorCode());
    }

    @Test
    void aMinimumOfReplicasThatThereAreNotMeansAllOfThem() {
        alter("min.insync.replicas", "3");
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(1)).errorCode());
    }

    @Test
    void theLogsTimeIsTheProducersAnswerAndTheReadersTimestamp() {
        alter("message.timestamp.type", "LogAppendTime");
        long appended = DataPath.produce(client(), "t", 0, DataPath.batch(3)).logAppendTimeMs();
        assertTrue(appended > DataPath.NOW);
        assertEquals(appended, DataPath.listOffset(client(), 7, "t", -3).timestamp());
        assertEquals(0, DataPath.listOffset(client(), 7, "t", appended).offset());
        assertEquals(-1, DataPath.listOffset(client(), 7, "t", appended + 1).offset());
    }

    @Test
    void theTopicsCompressionIsWhatIsStored() {
        alter("compression.type", "zstd");
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(50)).errorCode());
        assertEquals(50, DataPath.produce(client(), "t", 0, DataPath.batch(3)).baseOffset());
        var data = DataPath.fetch(client(), "t", 0, 0);
        assertEquals(List.of(0L, 50L), DataPath.baseOffsets(data));
        assertTrue(data.records().sizeBytes() < DataPath.batch(50).length, "it is compressed");
        assertFalse(data.records().sizeBytes() == 0);
    }

    private void assertConfig(String key, String value, byte source) {
        DescribeConfigsResponse.DescribeConfigsResourceResult config =
                describe(4, TOPIC, "t", List.of(key)).configs().get(0);
        assertEquals(value, config.value(), key);
        assertEquals(source, config.configSource(), key);
    }

    private void alter(String key, String value) {
        assertEquals(0, client()
                .call(Api.INCREMENTAL_ALTER_CONFIGS, 1, IncrementalAlterConfigsRequest.builder().resources(
                List.of(IncrementalAlterConfigsRequest.AlterConfigsResource.builder().resourceType(TOPIC)
                        .resourceName("t").configs(List.of(IncrementalAlterConfigsRequest.AlterableConfig.builder()
                                .name(key).value(value).build())).build())).build(),
                IncrementalAlterConfigsResponse::read).responses().get(0).errorCode());
    }

    private DescribeConfigsResponse.DescribeConfigsResult describe(int version, byte type, String name,
                                                                   List<String> keys) {
        return client().call(Api.DESCRIBE_CONFIGS, version, DescribeConfigsRequest.builder().includeSynonyms(true)
                .includeDocumentation(version >= 3).resources(List.of(
                        DescribeConfigsRequest.DescribeConfigsResource.builder().resourceType(type).resourceName(name)
                                .configurationKeys(keys).build())).build(), DescribeConfigsResponse::read)
                .results().get(0);
    }
}
