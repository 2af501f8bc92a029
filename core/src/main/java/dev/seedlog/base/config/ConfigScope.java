package dev.seedlog.base.config;

/** What a configuration key configures. */
public enum ConfigScope {
    /** A node: {@code server.properties}. */
    BROKER,
    /** A topic: what was set for it, else what the broker has under the synonym. */
    TOPIC
}
