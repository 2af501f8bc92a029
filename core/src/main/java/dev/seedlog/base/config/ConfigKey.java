package dev.seedlog.base.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A configuration key: its name, what it may be, and what it is if nobody says. */
public final class ConfigKey {

    private static final int MODE_COLUMN = 8;

    private final ConfigScope scope;
    private final String name;
    private final ConfigType type;
    private final ConfigRange range;
    private final String defaultText;
    private final Object defaultValue;
    private final boolean implemented;
    private final List<ConfigSynonym> synonyms;
    private final String documentation;
    private final ConfigUpdateMode updateMode;

    private ConfigKey(String[] columns) {
        this.scope = ConfigScope.valueOf(columns[0].replace('-', '_').toUpperCase(Locale.ROOT));
        this.name = columns[1];
        this.type = ConfigType.valueOf(columns[2].toUpperCase(Locale.ROOT));
        this.defaultText = columns[3].equals("null") ? null : columns[3];
        this.range = columns[4].isEmpty() ? ConfigRange.ANY : ConfigRange.parse(columns[4]);
        this.implemented = columns[5].equals("yes");
        this.synonyms = columns[6].isEmpty() ? List.of()
                : Arrays.stream(columns[6].split(",")).map(ConfigSynonym::parse).toList();
        this.documentation = columns[7];
        this.updateMode = columns.length == MODE_COLUMN ? ConfigUpdateMode.READ_ONLY
                : ConfigUpdateMode.ofName(columns[MODE_COLUMN]);
        // A default is taken as it is: some of Kafka's are outside of the range of what may be set.
        this.defaultValue = defaultText == null ? null : type.parse(defaultText);
    }

    /**
     * Reads a row of the table of keys: scope, name, type, default, range, implemented, synonyms, documentation, and
     * how it is updated if it can be.
     */
    static ConfigKey ofRow(String row) {
        return new ConfigKey(row.split("\t", -1));
    }

    /** A broker key that is not ours: somebody's plugin may know it. Its values are not shown. */
    public static ConfigKey unknown(String name) {
        return ofRow("broker\t" + name + "\tunknown\tnull\t\tno\t\t\tcluster-wide");
    }

    /** What the key configures. */
    public ConfigScope scope() {
        return scope;
    }

    /** The name in files and messages. */
    public String name() {
        return name;
    }

    /** What values are. */
    public ConfigType type() {
        return type;
    }

    /** Which values are accepted. */
    public ConfigRange range() {
        return range;
    }

    /** The default as text; null if there is none. */
    public String defaultText() {
        return defaultText;
    }

    /** The default as {@link ConfigType#parse} returns it; null if there is none. */
    public Object defaultValue() {
        return defaultValue;
    }

    /** Whether setting it has an effect. If not, setting it earns a warning. */
    public boolean implemented() {
        return implemented;
    }

    /** For a topic or group key: the broker keys that give its value if nothing else does, in order of preference. */
    public List<ConfigSynonym> synonyms() {
        return synonyms;
    }

    /** How it can be changed while the broker runs; says nothing of topic keys. */
    public ConfigUpdateMode updateMode() {
        return updateMode;
    }

    /** Whether values must not be shown. */
    public boolean sensitive() {
        return type == ConfigType.PASSWORD || type == ConfigType.UNKNOWN;
    }

    /** What it does, in a sentence; empty for keys that are not implemented. */
    public String documentation() {
        return documentation;
    }

    /**
     * Reads and checks a value.
     *
     * @throws ConfigException naming the key, the value and what it must be
     */
    public Object parse(String text) {
        Object value;
        try {
            value = type.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        if (!range.contains(value)) {
            throw invalid(text);
        }
        return value;
    }

    private ConfigException invalid(String text) {
        String shown = type == ConfigType.PASSWORD ? "(hidden)" : "'" + text + "'";
        return new ConfigException("Invalid value " + shown + " for configuration " + name + ": it must be "
                + range.describe(type));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigKey that && that.scope == scope && that.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
