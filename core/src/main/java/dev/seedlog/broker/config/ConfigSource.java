package dev.seedlog.broker.config;

/** Where a configuration's value comes from, as DescribeConfigs numbers it (KIP-226). */
public enum ConfigSource {
    /** Set for the topic. */
    TOPIC(1),
    /** Set for this broker by the metadata. */
    DYNAMIC_BROKER(2),
    /** Set for all brokers by the metadata. */
    DYNAMIC_DEFAULT_BROKER(3),
    /** Set by the node's own files. */
    STATIC_BROKER(4),
    /** Set by nobody. */
    DEFAULT(5),
    /** Set for the subscription of clients' metrics. */
    CLIENT_METRICS(7),
    /** Set for the group. */
    GROUP(8);

    private final byte id;

    ConfigSource(int id) {
        this.id = (byte) id;
    }

    /** The source's number. */
    public byte id() {
        return id;
    }
}
