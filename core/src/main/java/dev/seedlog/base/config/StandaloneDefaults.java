package dev.seedlog.base.config;

import java.util.List;

/**
 * What a node is when it is started without a configuration file: complete, alone, on this machine only. Its internal
 * topics have one replica, since there is nobody to hold another.
 */
public final class StandaloneDefaults {

    private static final String SOURCE = "built in, as there is no configuration file";

    private StandaloneDefaults() {
    }

    /** The entries; whatever else is configured comes behind them and prevails. */
    public static List<ConfigEntry> entries() {
        return List.of(
                entry("node.id", "1"),
                entry("process.roles", "broker,controller"),
                entry("listeners", "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093"),
                entry("controller.listener.names", "CONTROLLER"),
                entry("offsets.topic.replication.factor", "1"));
    }

    private static ConfigEntry entry(String name, String value) {
        return new ConfigEntry(name, value, SOURCE);
    }
}
