package dev.seedlog.base.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a topic: those of its own, and for the others what the broker has under their synonyms, and at last
 * the defaults. Immutable.
 */
public final class TopicConfig {

    private final TopicConfig defaults;
    private final Map<String, String> overrides;
    private final Map<String, Object> values;

    private TopicConfig(TopicConfig defaults, Map<String, String> overrides, Map<String, Object> values) {
        this.defaults = defaults == null ? this : defaults;
        this.overrides = Collections.unmodifiableMap(overrides);
        this.values = values;
        check();
    }

    /** What a topic without settings of its own has on a node. */
    public static TopicConfig defaultsOf(Config broker) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigKey key : ConfigDefinition.TOPIC.keys()) {
            values.put(key.name(), inherited(broker, key));
        }
        return new TopicConfig(null, new TreeMap<>(), values);
    }

    /**
     * The same node's settings with a topic's own in their place.
     *
     * @param overrides by name, as text
     * @throws ConfigException if a name is unknown, a value is not accepted, or two contradict each other
     */
    public TopicConfig with(Map<String, String> overrides) {
        if (overrides.isEmpty()) {
            return defaults;
        }
        List<String> problems = new ArrayList<>();
        TreeMap<String, String> sorted = new TreeMap<>(overrides);
        Map<String, Object> merged = new LinkedHashMap<>(defaults.values);
        sorted.forEach((name, value) -> {
            if (ConfigDefinition.TOPIC.find(name).isEmpty()) {
                problems.add("Unknown topic configuration: " + name);
            } else if (value == null) {
                problems.add("The topic configuration " + name + " has no value");
            } else {
                try {
                    merged.put(name, ConfigDefinition.TOPIC.key(name).parse(value));
                } catch (ConfigException e) {
                    problems.add(e.getMessage());
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new TopicConfig(defaults, sorted, merged);
    }

    /** The topic's own settings, as they were written, sorted by name. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** Whether the topic has a setting of its own. */
    public boolean overrides(ConfigKey key) {
        return overrides.containsKey(key.name());
    }

    /** The effective value as {@link ConfigType#parse} returns it; null if there is none. */
    public Object value(ConfigKey key) {
        return values.get(key.name());
    }

    /** The effective value of a key of a whole number's type. */
    public long getLong(ConfigKey key) {
        return ((Number) value(key)).longValue();
    }

    /** The effective value of a key of type int. */
    public int getInt(ConfigKey key) {
        return ((Number) value(key)).intValue();
    }

    /** The effective value of a key of a number's type. */
    public double getDouble(ConfigKey key) {
        return ((Number) value(key)).doubleValue();
    }

    /** The effective value of a boolean key. */
    public boolean getBoolean(ConfigKey key) {
        return (Boolean) value(key);
    }

    /** The effective value of a key of text. */
    public String getString(ConfigKey key) {
        return (String) value(key);
    }

    /** The items of a list. */
    public List<String> getList(ConfigKey key) {
        List<String> items = new ArrayList<>();
        ((List<?>) value(key)).forEach(item -> items.add((String) item));
        return Collections.unmodifiableList(items);
    }

    /** What the node says for a topic key: the first synonym with a value, else the key's default. */
    private static Object inherited(Config broker, ConfigKey key) {
        for (ConfigSynonym synonym : key.synonyms()) {
            Object value = broker.value(ConfigDefinition.BROKER.key(synonym.name()));
            if (value != null) {
                return key.type() == ConfigType.LONG ? scaled((Number) value, synonym.factor()) : value;
            }
        }
        return key.defaultValue();
    }

    /** A negative duration means "without end" in every unit. */
    private static Long scaled(Number value, long factor) {
        long number = value.longValue();
        return factor == 1 ? number : number < 0 ? -1 : Math.multiplyExact(number, factor);
    }

    private void check() {
        long least = getLong(TopicConfigKeys.MIN_COMPACTION_LAG_MS);
        long most = getLong(TopicConfigKeys.MAX_COMPACTION_LAG_MS);
        if (least > most) {
            throw new ConfigException("Topic configurations contradict each other: "
                    + TopicConfigKeys.MIN_COMPACTION_LAG_MS + "=" + least + " exceeds "
                    + TopicConfigKeys.MAX_COMPACTION_LAG_MS + "=" + most);
        }
        if (getBoolean(TopicConfigKeys.REMOTE_STORAGE_ENABLE)) {
            throw new ConfigException("Invalid value 'true' for configuration "
                    + TopicConfigKeys.REMOTE_STORAGE_ENABLE + ": tiered storage is not available on this broker");
        }
    }
}
