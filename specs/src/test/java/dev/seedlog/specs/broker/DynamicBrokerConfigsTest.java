package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigUpdateMode;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeConfigsRequest;
import dev.seedlog.wire.message.DescribeConfigsResponse;
import dev.seedlog.wire.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.junit.jupiter.api.Test;

/** What can be changed of a broker while it runs, what it shows of that, and that it follows. */
class DynamicBrokerConfigsTest extends BrokerTest {

    private static final byte BROKER = 4;
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte DYNAMIC_BROKER = 2;
    private static final byte DYNAMIC_DEFAULT_BROKER = 3;
    private static final byte STATIC_BROKER = 4;
    private static final byte DEFAULT = 5;

    @Override
    protected Map<String, String> config() {
        return Map.of("log.retention.ms", "5000000");
    }

    @Test
    void theModesAreKafkas() {
        Map<String, String> ours = new TreeMap<>();
        for (ConfigKey key : ConfigDefinition.BROKER.keys()) {
            if (key.updateMode() != ConfigUpdateMode.READ_ONLY) {
                ours.put(key.name(), key.updateMode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        assertEquals(new TreeMap<>(DynamicBrokerConfig.dynamicConfigUpdateModes()), ours);
    }

    @Test
    void aBrokersOwnSettingPrevailsOverThatOfAllAndThatOverItsFiles() {
        set("", "log.retention.ms", "6000000");
        assertShown("log.retention.ms", "6000000", DYNAMIC_DEFAULT_BROKER, STATIC_BROKER, DEFAULT);
        set("1", "log.retention.ms", "7000000");
        assertShown("log.retention.ms", "7000000", DYNAMIC_BROKER, DYNAMIC_DEFAULT_BROKER, STATIC_BROKER, DEFAULT);
        assertEquals("6000000", describe("").get(0).value());
        assertEquals(0, alter("1", "log.retention.ms", null, DELETE).errorCode());
        assertEquals(0, alter("", "log.retention.ms", null, DELETE).errorCode());
        assertShown("log.retention.ms", "5000000", STATIC_BROKER, DEFAULT);
    }

    @Test
    void whatCannotBeChangedIsRefusedInKafkasWords() {
        assertRefused("1", "log.dirs", "/x", "Cannot update these configs dynamically: [log.dirs]");
        assertRefused("1", "log.retention.hours", "1",
                "Cannot update these configs dynamically: [log.retention.hours]");
        assertRefused("", "listeners", "PLAINTEXT://:1",
                "Cannot update these configs at default cluster level, broker id must be specified: [listeners]");
        assertRefused("1", "ssl.keystore.location", "/x", "These security configs can be dynamically updated only"
                + " per-listener using the listener prefix: [ssl.keystore.location]");
        assertRefused("1", "log.cleaner.backoff.ms", "soon", "Invalid value 'soon'");
        assertTrue(describe("1").stream().filter(each -> each.name().equals("log.dirs"))
                .allMatch(DescribeConfigsResourceResult::readOnly));
    }

    @Test
    void whatIsKnownToNobodyIsKeptAndNotShown() {
        set("1", "my.plugin.secret", "x");
        DescribeConfigsResourceResult shown = describe("1").stream()
                .filter(each -> each.name().equals("my.plugin.secret")).findFirst().orElseThrow();
        assertNull(shown.value());
        assertTrue(shown.isSensitive());
        assertEquals(DYNAMIC_BROKER, shown.configSource());
    }

    @Test
    void settingsSurviveARestartAndWhatHasNoEffectHereIsAcceptedToo() {
        set("", "num.io.threads", "16");
        set("", "message.max.bytes", "200");
        createTopic("t", 1);
        for (int life = 0; life < 2; life++) {
            assertEquals(ErrorCode.MESSAGE_TOO_LARGE.code(),
                    DataPath.produce(client(), "t", 0, DataPath.batch(100)).errorCode());
            assertShown("num.io.threads", "16", DYNAMIC_DEFAULT_BROKER, DEFAULT);
            node().kill();
            world().runUntil("the node is dead", () -> !node().running());
            startAgain();
        }
        set("1", "message.max.bytes", "100000");
        assertEquals(0, DataPath.produce(client(), "t", 0, DataPath.batch(100)).errorCode());
    }

    @Test
    void fewerConnectionsAreAcceptedFromTheNextOneOn() {
        TestClient second = connect();
        set("1", "max.connections", "2");
        TestClient third = connect();
        third.awaitClosed();
        set("1", "max.connections", "3");
        assertTrue(!connect().closed() && !second.closed());
    }

    private void set(String broker, String key, String value) {
        IncrementalAlterConfigsResponse.AlterConfigsResourceResponse answer = alter(broker, key, value, SET);
        assertEquals(0, answer.errorCode(), answer.errorMessage());
    }

    private void assertRefused(String broker, String key, String value, String message) {
        IncrementalAlterConfigsResponse.AlterConfigsResourceResponse answer = alter(broker, key, value, SET);
        assertEquals(ErrorCode.INVALID_CONFIG.code(), answer.errorCode());
        assertTrue(answer.errorMessage().contains(message), answer.errorMessage());
    }

    private IncrementalAlterConfigsResponse.AlterConfigsResourceResponse alter(String broker, String key, String value,
                                                                               byte operation) {
        return client().call(Api.INCREMENTAL_ALTER_CONFIGS, 1, IncrementalAlterConfigsRequest.builder().resources(
                List.of(IncrementalAlterConfigsRequest.AlterConfigsResource.builder().resourceType(BROKER)
                        .resourceName(broker).configs(List.of(IncrementalAlterConfigsRequest.AlterableConfig.builder()
                                .name(key).value(value).configOperation(operation).build())).build())).build(),
                IncrementalAlterConfigsResponse::read).responses().get(0);
    }

    private void assertShown(String key, String value, int... sources) {
        DescribeConfigsResourceResult shown = describe("1").stream().filter(each -> each.name().equals(key)).findFirst()
                .orElseThrow();
        assertEquals(value, shown.value());
        assertEquals(List.copyOf(java.util.Arrays.stream(sources).boxed().toList()),
                shown.synonyms().stream().map(each -> (int) each.source()).toList());
        assertEquals(sources[0], shown.configSource());
    }

    private List<DescribeConfigsResourceResult> describe(String broker) {
        return client().call(Api.DESCRIBE_CONFIGS, 4, DescribeConfigsRequest.builder().includeSynonyms(true)
                .resources(List.of(DescribeConfigsRequest.DescribeConfigsResource.builder().resourceType(BROKER)
                        .resourceName(broker).build())).build(), DescribeConfigsResponse::read)
                .results().get(0).configs();
    }
}
