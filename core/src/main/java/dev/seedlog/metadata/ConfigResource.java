package dev.seedlog.metadata;

/**
 * What a configuration applies to.
 *
 * @param type one of the types below, or one that is not known here and is kept as it is
 * @param name the resource's name; empty for the default of all brokers
 */
public record ConfigResource(byte type, String name) implements Comparable<ConfigResource> {

    /** A topic. */
    public static final byte TOPIC = 2;
    /** A broker, or all of them. */
    public static final byte BROKER = 4;
    /** A broker's log levels, which are no metadata. */
    public static final byte BROKER_LOGGER = 8;
    /** A subscription to clients' metrics (KIP-714). */
    public static final byte CLIENT_METRICS = 16;
    /** A consumer, share or streams group. */
    public static final byte GROUP = 32;

    /** The default of all brokers. */
    public static final ConfigResource ALL_BROKERS = new ConfigResource(BROKER, "");

    /** A topic's configuration. */
    public static ConfigResource topic(String name) {
        return new ConfigResource(TOPIC, name);
    }

    /** A broker's configuration. */
    public static ConfigResource broker(int id) {
        return new ConfigResource(BROKER, Integer.toString(id));
    }

    /** Whether the type is one of those above. */
    public boolean isKnownType() {
        return type == TOPIC || type == BROKER || type == BROKER_LOGGER || type == CLIENT_METRICS || type == GROUP;
    }

    @Override
    public int compareTo(ConfigResource that) {
        return type != that.type ? Byte.compare(type, that.type) : name.compareTo(that.name);
    }
}
