package dev.seedlog.base.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicConfigTest {

    private static final long HOUR_MS = 3_600_000;

    @Test
    void withoutSettingsATopicHasKafkasDefaults() {
        TopicConfig topic = node();
        for (ConfigKey key : ConfigDefinition.TOPIC.keys()) {
            assertEquals(key.defaultValue(), topic.value(key), key.name());
        }
    }

    @Test
    void theBrokersValueCountsUnlessTheTopicHasItsOwn() {
        TopicConfig broker = node(ConfigTest.entry("log.segment.bytes", "2097152"));
        assertEquals(2_097_152, broker.getInt(TopicConfigKeys.SEGMENT_BYTES));
        TopicConfig topic = broker.with(Map.of("segment.bytes", "3145728", "cleanup.policy", "compact,delete"));
        assertEquals(3_145_728, topic.getInt(TopicConfigKeys.SEGMENT_BYTES));
        assertEquals(List.of("compact", "delete"), topic.getList(TopicConfigKeys.CLEANUP_POLICY));
        assertEquals(Map.of("segment.bytes", "3145728", "cleanup.policy", "compact,delete"), topic.overrides());
        assertTrue(topic.overrides(TopicConfigKeys.SEGMENT_BYTES));
    }

    @Test
    void theFinestUnitOfADurationPrevails() {
        assertEquals(2 * HOUR_MS, retentionMs("log.retention.hours=2"));
        assertEquals(180_000, retentionMs("log.retention.hours=2", "log.retention.minutes=3"));
        assertEquals(5, retentionMs("log.retention.hours=2", "log.retention.minutes=3", "log.retention.ms=5"));
        assertEquals(-1, retentionMs("log.retention.hours=-1"));
        assertEquals(-1, retentionMs("log.retention.ms=-1"));
        assertEquals(HOUR_MS, node(ConfigTest.entry("log.roll.hours", "1")).getLong(TopicConfigKeys.SEGMENT_MS));
        assertEquals(7, node(ConfigTest.entry("log.flush.scheduler.interval.ms", "7"))
                .getLong(TopicConfigKeys.FLUSH_MS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "retention.ms; -5; it must be a long of at least -1",
        "cleanup.policy; shred; of compact, delete",
        "cleanup.policy; compact,compact; without duplicates",
        "min.cleanable.dirty.ratio; 2; a number from 0 to 1",
        "leader.replication.throttled.replicas; '1:2,x'; a list of PARTITION:BROKER",
        "remote.storage.enable; true; tiered storage is not available",
        "max.compaction.lag.ms; 5; min.compaction.lag.ms=6 exceeds max.compaction.lag.ms=5",
        "retention.hours; 1; Unknown topic configuration: retention.hours",
    })
    void aBadSettingIsRefused(String name, String value, String why) {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> node().with(Map.of(name, value, "min.compaction.lag.ms", "6")));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    private static long retentionMs(String... lines) {
        return node(Arrays.stream(lines).map(line -> line.split("="))
                .map(parts -> ConfigTest.entry(parts[0], parts[1])).toArray(ConfigEntry[]::new))
                .getLong(TopicConfigKeys.RETENTION_MS);
    }

    private static TopicConfig node(ConfigEntry... entries) {
        return TopicConfig.defaultsOf(Config.of(List.of(entries)));
    }
}
