package dev.seedlog.base.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Configuration from environment variables: {@code KAFKA_NUM_PARTITIONS} or {@code KAFKA_CFG_NUM_PARTITIONS} is
 * {@code num.partitions}. One underscore is a dot, two are an underscore, three are a dash.
 *
 * <p>Environments also bring what is none: options of start scripts, and {@code KAFKA_PORT=tcp://10.0.0.1:9092} in a
 * container beside a service called kafka. So a variable that names no key is set aside with a warning.
 *
 * @param entries those that name a key, by key name; {@code KAFKA_CFG_} comes behind {@code KAFKA_} and so prevails
 * @param ignored the names of the others, sorted, without those that start scripts are known to use
 */
public record EnvironmentEntries(List<ConfigEntry> entries, List<String> ignored) {

    private static final String LONG_PREFIX = "KAFKA_CFG_";
    private static final String PREFIX = "KAFKA_";

    /** What Kafka's own scripts and images read, and Seedlog's launcher too or not at all. */
    private static final Set<String> OF_START_SCRIPTS = new TreeSet<>(List.of("KAFKA_HEAP_OPTS", "KAFKA_OPTS",
            "KAFKA_JVM_PERFORMANCE_OPTS", "KAFKA_GC_LOG_OPTS", "KAFKA_LOG4J_OPTS", "KAFKA_JMX_OPTS", "KAFKA_JMX_PORT",
            "KAFKA_HOME", "KAFKA_VERSION", "KAFKA_DEBUG", "KAFKA_CLUSTER_ID"));

    /** Picks out of an environment what configures. */
    public static EnvironmentEntries of(Map<String, String> environment) {
        Map<String, ConfigEntry> plain = new TreeMap<>();
        Map<String, ConfigEntry> prevailing = new TreeMap<>();
        List<String> ignored = new ArrayList<>();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || OF_START_SCRIPTS.contains(name)) {
                continue;
            }
            Optional<String> key = keyName(name);
            if (key.isEmpty() || variable.getValue().startsWith("tcp://")) {
                ignored.add(name);
            } else {
                (name.startsWith(LONG_PREFIX) ? prevailing : plain).put(key.get(),
                        new ConfigEntry(key.get(), variable.getValue(), "environment variable " + name));
            }
        }
        Map<String, ConfigEntry> entries = new LinkedHashMap<>(plain);
        entries.putAll(prevailing);
        return new EnvironmentEntries(
                entries.values().stream().sorted(Comparator.comparing(ConfigEntry::name)).toList(),
                List.copyOf(ignored));
    }

    /** The key that a variable means; empty if there is none. */
    private static Optional<String> keyName(String variable) {
        String rest = variable.substring(variable.startsWith(LONG_PREFIX) ? LONG_PREFIX.length() : PREFIX.length());
        String name = rest.toLowerCase(Locale.ROOT).replace("___", "-").replace("__", "\u0000").replace('_', '.')
                .replace('\u0000', '_');
        return ConfigDefinition.BROKER.find(name).map(ConfigKey::name);
    }
}
