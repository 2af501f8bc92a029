package dev.seedlog.base.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked values of the keys of a node, and where each came from. What was not set has its default.
 */
public final class Config {

    private static final String PER_LISTENER_PREFIX = "listener.name.";

    private final Map<String, ConfigEntry> entries;
    private final Map<String, Object> values;
    private final List<String> warnings;

    private Config(Map<String, ConfigEntry> entries, Map<String, Object> values, List<String> warnings) {
        this.entries = Collections.unmodifiableMap(entries);
        this.values = values;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Checks entries. A later entry of the same name replaces an earlier one, which is then not looked at.
     *
     * @param entriesByPrecedence those of the file, then of the environment, then of the command line
     * @throws ConfigException naming every value that is not accepted
     */
    public static Config of(List<ConfigEntry> entriesByPrecedence) {
        Map<String, ConfigEntry> effective = new LinkedHashMap<>();
        entriesByPrecedence.forEach(entry -> effective.put(entry.name(), entry));
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> withoutEffect = new ArrayList<>();
        for (ConfigEntry entry : effective.values()) {
            Optional<ConfigKey> key = ConfigDefinition.BROKER.find(entry.name());
            String shown = entry.name() + " (" + entry.source() + ")";
            if (key.isEmpty()) {
                (entry.name().startsWith(PER_LISTENER_PREFIX) ? withoutEffect : unknown).add(shown);
                continue;
            }
            try {
                values.put(entry.name(), key.get().parse(entry.value()));
            } catch (ConfigException e) {
                problems.add(entry.source() + ": " + e.getMessage());
            }
            if (!key.get().implemented()) {
                withoutEffect.add(shown);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        effective.keySet().retainAll(values.keySet());
        return new Config(effective, values, warnings(unknown, withoutEffect));
    }

    /**
     * These settings with others in their place.
     *
     * @throws ConfigException naming every value that is not accepted
     */
    public Config with(List<ConfigEntry> others) {
        List<ConfigEntry> all = new ArrayList<>(entries.values());
        all.addAll(others);
        return of(all);
    }

    private static List<String> warnings(List<String> unknown, List<String> withoutEffect) {
        List<String> warnings = new ArrayList<>();
        if (!unknown.isEmpty()) {
            warnings.add("unknown configuration is ignored: " + String.join(", ", unknown));
        }
        if (!withoutEffect.isEmpty()) {
            warnings.add("configuration that is not implemented yet has no effect: "
                    + String.join(", ", withoutEffect));
        }
        return warnings;
    }

    /** What whoever wrote the configuration should know, a line each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether somebody set the key. */
    public boolean isSet(ConfigKey key) {
        return values.containsKey(key.name());
    }

    /** What somebody wrote for the key; empty if nobody did. */
    public Optional<ConfigEntry> entry(ConfigKey key) {
        return Optional.ofNullable(entries.get(key.name()));
    }

    /** The value as {@link ConfigType#parse} returns it, or the default, which may be null. */
    public Object value(ConfigKey key) {
        Object value = values.get(key.name());
        return value == null ? key.defaultValue() : value;
    }

    /** The value of a key of type int or short. */
    public int getInt(ConfigKey key) {
        return ((Number) required(key)).intValue();
    }

    /** The value of a key of a whole number's type. */
    public long getLong(ConfigKey key) {
        return ((Number) required(key)).longValue();
    }

    /** The value of a key of a number's type. */
    public double getDouble(ConfigKey key) {
        return ((Number) required(key)).doubleValue();
    }

    /** The value of a boolean key. */
    public boolean getBoolean(ConfigKey key) {
        return (Boolean) required(key);
    }

    /** The value of a key of text; null if it has none. */
    public String getString(ConfigKey key) {
        return (String) value(key);
    }

    /** The items of a list; none if it has no value. */
    public List<String> getList(ConfigKey key) {
        List<String> items = new ArrayList<>();
        if (value(key) instanceof List<?> list) {
            list.forEach(item -> items.add((String) item));
        }
        return Collections.unmodifiableList(items);
    }

    private Object required(ConfigKey key) {
        Object value = value(key);
        if (value == null) {
            throw new ConfigException("Missing required configuration " + key.name() + ", which has no default");
        }
        return value;
    }
}
