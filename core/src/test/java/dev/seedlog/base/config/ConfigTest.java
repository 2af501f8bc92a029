package dev.seedlog.base.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    @Test
    void whatIsNotSetHasItsDefault() {
        Config config = Config.of(List.of());
        assertEquals(1, config.getInt(BrokerConfigKeys.NUM_PARTITIONS));
        assertEquals(1_073_741_824, config.getInt(BrokerConfigKeys.LOG_SEGMENT_BYTES));
        assertEquals(Long.MAX_VALUE, config.getLong(BrokerConfigKeys.LOG_FLUSH_INTERVAL_MESSAGES));
        assertFalse(config.getBoolean(BrokerConfigKeys.SEEDLOG_FSYNC_ACKS));
        assertEquals(List.of("PLAINTEXT://:9092"), config.getList(BrokerConfigKeys.LISTENERS));
        assertFalse(config.isSet(BrokerConfigKeys.LISTENERS));
    }

    @Test
    void theLastEntryOfANamePrevails() {
        Config config = Config.of(List.of(entry("num.partitions", "no number"), entry("num.partitions", " 7 ")));
        assertEquals(7, config.getInt(BrokerConfigKeys.NUM_PARTITIONS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "num.partitions; 0; an int of at least 1",
        "num.partitions; many; an int of at least 1",
        "num.partitions; 99999999999; an int of at least 1",
        "auto.create.topics.enable; yes; true or false",
        "compression.type; brotli; one of uncompressed, zstd, lz4, snappy, gzip, producer",
        "compression.gzip.level; 0; an int -1 or from 1 to 9",
        "log.cleaner.io.buffer.load.factor; NaN; a number",
        "process.roles; ''; a list without duplicates, not empty, of broker, controller",
        "process.roles; broker,broker; a list without duplicates, not empty, of broker, controller",
        "listeners; 'PLAINTEXT://:1,'; a list without duplicates, not empty",
    })
    void aBadValueIsRefusedWithKeyValueRangeAndSource(String name, String value, String range) {
        ConfigException refused = assertThrows(ConfigException.class, () -> Config.of(List.of(entry(name, value))));
        assertEquals(List.of("here:1: Invalid value '" + value + "' for configuration " + name + ": it must be "
                + range), refused.problems());
    }

    @Test
    void everyBadValueIsNamedAtOnce() {
        ConfigException refused = assertThrows(ConfigException.class,
                () -> Config.of(List.of(entry("num.partitions", "0"), entry("node.id", "-3"))));
        assertEquals(2, refused.problems().size());
    }

    @Test
    void aPasswordIsNeverShown() {
        ConfigKey key = ConfigDefinition.BROKER.key("ssl.key.password");
        assertEquals("secret", Config.of(List.of(entry("ssl.key.password", "secret"))).getString(key));
        assertEquals(ConfigType.PASSWORD, key.type());
    }

    @Test
    void unknownAndIneffectiveKeysAreWarnedOf() {
        Config config = Config.of(List.of(entry("num.partitons", "3"), entry("num.io.threads", "8"),
                entry("listener.name.internal.ssl.key.password", "x"), entry("num.partitions", "3")));
        assertEquals(2, config.warnings().size());
        assertEquals("unknown configuration is ignored: num.partitons (here:1)", config.warnings().get(0));
        assertTrue(config.warnings().get(1).contains("num.io.threads (here:1)"), config.warnings().get(1));
        assertTrue(config.warnings().get(1).contains("listener.name.internal"), config.warnings().get(1));
    }

    @Test
    void environmentVariablesAreTranslatedAndTheLongPrefixPrevails() {
        EnvironmentEntries environment = EnvironmentEntries.of(Map.of("KAFKA_NUM_PARTITIONS", "3",
                "KAFKA_CFG_NUM_PARTITIONS", "4", "KAFKA_NODE_ID", "9", "NUM_PARTITIONS", "5"));
        assertEquals(List.of(new ConfigEntry("node.id", "9", "environment variable KAFKA_NODE_ID"),
                new ConfigEntry("num.partitions", "4", "environment variable KAFKA_CFG_NUM_PARTITIONS")),
                environment.entries());
        assertEquals(List.of(), environment.ignored());
    }

    @Test
    void whatAnEnvironmentBringsBesidesIsSetAside() {
        EnvironmentEntries environment = EnvironmentEntries.of(Map.of("KAFKA_HEAP_OPTS", "-Xmx1g", "KAFKA_PORT",
                "tcp://10.0.0.1:9092", "KAFKA_LISTENERS", "tcp://10.0.0.1:9092", "KAFKA_NUM_PARTITONS", "3"));
        assertEquals(List.of(), environment.entries());
        assertEquals(List.of("KAFKA_LISTENERS", "KAFKA_NUM_PARTITONS", "KAFKA_PORT"), environment.ignored());
    }

    @Test
    void everyDefaultIsOfItsKeysTypeAndEveryImplementedKeySaysWhatItDoes() {
        for (ConfigDefinition definition : List.of(ConfigDefinition.BROKER, ConfigDefinition.TOPIC)) {
            for (ConfigKey key : definition.keys()) {
                assertEquals(key.defaultText() == null, key.defaultValue() == null, key.name());
                assertEquals(key.implemented(), !key.documentation().isEmpty(), key.name());
                assertFalse(key.range().describe(key.type()).isEmpty(), key.name());
            }
        }
    }

    @Test
    void theKeysAreSortedByName() {
        List<String> names = ConfigDefinition.BROKER.keys().stream().map(ConfigKey::name).toList();
        String[] sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        assertEquals(List.of(sorted), names);
    }

    static ConfigEntry entry(String name, String value) {
        return new ConfigEntry(name, value, "here:1");
    }
}
