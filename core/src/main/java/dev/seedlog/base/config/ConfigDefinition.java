package dev.seedlog.base.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All keys of a scope, by name: every one that Kafka 4.3.1 knows, and our own. They stand in the resource
 * {@code keys.tsv}, so that adding or implementing one changes one line.
 */
public final class ConfigDefinition {

    /** The keys of a node. */
    public static final ConfigDefinition BROKER;

    /** The keys of a topic. */
    public static final ConfigDefinition TOPIC;

    /** The keys of a group. */
    public static final ConfigDefinition GROUP;

    /** The keys of a subscription of clients' metrics. */
    public static final ConfigDefinition CLIENT_METRICS;

    private static final String TABLE = "keys.tsv";

    static {
        Map<ConfigScope, Map<String, ConfigKey>> keys = new EnumMap<>(ConfigScope.class);
        for (ConfigScope scope : ConfigScope.values()) {
            keys.put(scope, new LinkedHashMap<>());
        }
        for (String row : readTable().split("\n")) {
            if (!row.startsWith("#")) {
                ConfigKey key = ConfigKey.ofRow(row);
                keys.get(key.scope()).put(key.name(), key);
            }
        }
        BROKER = new ConfigDefinition(keys.get(ConfigScope.BROKER));
        TOPIC = new ConfigDefinition(keys.get(ConfigScope.TOPIC));
        GROUP = new ConfigDefinition(keys.get(ConfigScope.GROUP));
        CLIENT_METRICS = new ConfigDefinition(keys.get(ConfigScope.CLIENT_METRICS));
    }

    private final Map<String, ConfigKey> keys;

    private ConfigDefinition(Map<String, ConfigKey> keys) {
        this.keys = Collections.unmodifiableMap(keys);
    }

    private static String readTable() {
        try (InputStream in = ConfigDefinition.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key of a name, if there is one. */
    public Optional<ConfigKey> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /**
     * The key of a name that exists.
     *
     * @throws IllegalArgumentException if it does not
     */
    public ConfigKey key(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no configuration is called " + name));
    }

    /** All keys, sorted by name. */
    public Collection<ConfigKey> keys() {
        return keys.values();
    }
}
