package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeConfigsRequest;
import dev.seedlog.wire.message.DescribeConfigsResponse;
import dev.seedlog.wire.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.junit.jupiter.api.Test;

/** Configurations of groups and of subscriptions of clients' metrics: kept and shown, for those who will use them. */
class GroupConfigsTest extends BrokerTest {

    private static final byte CLIENT_METRICS = 16;
    private static final byte GROUP = 32;
    private static final byte OF_CLIENT_METRICS = 7;
    private static final byte OF_GROUP = 8;
    private static final byte DEFAULT = 5;

    @Test
    void theKeysAndTheirDefaultsAreKafkas() {
        TreeMap<String, String> ours = new TreeMap<>();
        ConfigDefinition.GROUP.keys().forEach(key -> ours.put(key.name(), key.type() + " " + key.defaultText()));
        TreeMap<String, String> kafkas = new TreeMap<>();
        GroupConfig.CONFIG_DEF.configKeys().forEach((name, key) -> kafkas.put(name, key.type + " "
                + key.defaultValue));
        assertEquals(kafkas, ours);
        assertEquals(List.of(ClientMetricsConfigs.INTERVAL_MS_CONFIG, ClientMetricsConfigs.MATCH_CONFIG,
                ClientMetricsConfigs.METRICS_CONFIG),
                ConfigDefinition.CLIENT_METRICS.keys().stream().map(ConfigKey::name).toList());
    }

    @Test
    void whatIsSetForAGroupIsShownAndKept() {
        assertEquals("45000", shown(GROUP, "g", "consumer.session.timeout.ms", DEFAULT));
        assertEquals(0, alter(GROUP, "g", "consumer.session.timeout.ms", "50000"));
        node().kill();
        world().runUntil("the node is dead", () -> !node().running());
        startAgain();
        assertEquals("50000", shown(GROUP, "g", "consumer.session.timeout.ms", OF_GROUP));
        assertEquals("45000", shown(GROUP, "another", "consumer.session.timeout.ms", DEFAULT));
    }

    @Test
    void aGroupsSettingsAreWithinTheBrokers() {
        for (String[] bad : new String[][] {{"consumer.session.timeout.ms", "1"},
            {"consumer.session.timeout.ms", "100000000"}, {"consumer.heartbeat.interval.ms", "soon"},
            {"no.such.key", "1"}, {"share.auto.offset.reset", "by_duration:-PT1H"},
            {"streams.num.standby.replicas", "99"}, {"share.isolation.level", "read_all"}}) {
            assertEquals(ErrorCode.INVALID_CONFIG.code(), alter(GROUP, "g", bad[0], bad[1]), bad[0] + "=" + bad[1]);
        }
        for (String good : List.of("earliest", "by_duration:P1DT2H", "by_duration:PT0.5S")) {
            assertEquals(0, alter(GROUP, "g", "share.auto.offset.reset", good), good);
        }
        assertEquals(ErrorCode.INVALID_REQUEST.code(), alter(GROUP, "", "consumer.session.timeout.ms", "50000"));
    }

    @Test
    void subscriptionsOfMetricsAreCheckedAndShown() {
        assertEquals(0, alter(CLIENT_METRICS, "s", "interval.ms", "1000"));
        assertEquals(0, alter(CLIENT_METRICS, "s", "match", "client_id=app-.*,client_source_port=9.*"));
        assertEquals("1000", shown(CLIENT_METRICS, "s", "interval.ms", OF_CLIENT_METRICS));
        assertEquals("", shown(CLIENT_METRICS, "s", "metrics", DEFAULT));
        assertEquals(ErrorCode.INVALID_REQUEST.code(), alter(CLIENT_METRICS, "s", "interval.ms", "99"));
        assertEquals(ErrorCode.INVALID_REQUEST.code(), alter(CLIENT_METRICS, "s", "other", "1"));
        assertEquals(ErrorCode.INVALID_CONFIG.code(), alter(CLIENT_METRICS, "s", "match", "client_id=["));
        assertEquals(ErrorCode.INVALID_CONFIG.code(), alter(CLIENT_METRICS, "s", "match", "color=blue"));
    }

    @Test
    void whatHasNoNameIsNotDescribed() {
        assertEquals(ErrorCode.INVALID_REQUEST.code(), describe(GROUP, "").errorCode());
        assertEquals(ErrorCode.INVALID_REQUEST.code(), describe(CLIENT_METRICS, "").errorCode());
    }

    private short alter(byte type, String name, String key, String value) {
        return client().call(Api.INCREMENTAL_ALTER_CONFIGS, 1, IncrementalAlterConfigsRequest.builder().resources(
                List.of(IncrementalAlterConfigsRequest.AlterConfigsResource.builder().resourceType(type)
                        .resourceName(name).configs(List.of(IncrementalAlterConfigsRequest.AlterableConfig.builder()
                                .name(key).value(value).build())).build())).build(),
                IncrementalAlterConfigsResponse::read).responses().get(0).errorCode();
    }

    private String shown(byte type, String name, String key, byte source) {
        DescribeConfigsResourceResult found = describe(type, name).configs().stream()
                .filter(each -> each.name().equals(key)).findFirst().orElseThrow();
        assertEquals(source, found.configSource(), key);
        assertTrue(!found.readOnly() && !found.isSensitive());
        return found.value();
    }

    private DescribeConfigsResponse.DescribeConfigsResult describe(byte type, String name) {
        return client().call(Api.DESCRIBE_CONFIGS, 4, DescribeConfigsRequest.builder().resources(List.of(
                DescribeConfigsRequest.DescribeConfigsResource.builder().resourceType(type).resourceName(name)
                        .build())).build(), DescribeConfigsResponse::read).results().get(0);
    }
}
