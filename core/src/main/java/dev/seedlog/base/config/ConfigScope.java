package dev.seedlog.base.config;

/** What a configuration key configures. */
public enum ConfigScope {
    /** A node: {@code server.properties}. */
    BROKER,
    /** A topic: what was set for it, else what the broker has under the synonym. */
    TOPIC,
    /** A group: what was set for it, else what the broker has under the synonym. */
    GROUP,
    /** A subscription of clients' metrics (KIP-714). */
    CLIENT_METRICS
}
