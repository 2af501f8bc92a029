package dev.seedlog.base.config;

import java.util.Locale;

/** How a broker key can be changed while brokers run (KIP-226). */
public enum ConfigUpdateMode {
    /** Not at all: it is read when the broker starts. */
    READ_ONLY,
    /** For all brokers, or for one. */
    CLUSTER_WIDE,
    /** For one broker only. */
    PER_BROKER;

    /** The mode that the table of keys names. */
    static ConfigUpdateMode ofName(String name) {
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
