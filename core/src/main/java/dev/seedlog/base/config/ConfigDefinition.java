package dev.seedlog.base.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
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

    private static final String TABLE = "keys.tsv";

    static {
        Map<String, ConfigKey> broker = new LinkedHashMap<>();
        Map<String, ConfigKey> topic = new LinkedHashMap<>();
        for (String row : readTable().split("\n")) {
            if (!row.startsWith("#")) {
                ConfigKey key = ConfigKey.ofRow(row);
                (key.scope() == ConfigScope.TOPIC ? topic : broker).put(key.name(), key);
            }
        }
        BROKER = new ConfigDefinition(broker);
        TOPIC = new ConfigDefinition(topic);
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
