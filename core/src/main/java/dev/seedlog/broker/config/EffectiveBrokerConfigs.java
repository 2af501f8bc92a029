package dev.seedlog.broker.config;

import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigUpdateMode;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker's configuration comes to: what the metadata says for this broker, else for all brokers, else what the
 * node's own files say, else the default. Only what can be changed while it runs is taken from the metadata.
 */
public final class EffectiveBrokerConfigs {

    private static final Logger LOG = LoggerFactory.getLogger(EffectiveBrokerConfigs.class);

    private final NodeConfig node;
    private ConfigsImage newest;
    private Config config;

    /** On the files of a node. */
    public EffectiveBrokerConfigs(NodeConfig node) {
        this.node = node;
    }

    /** The configuration by this metadata; the same object until it changes. */
    public Config of(ConfigsImage configs) {
        if (configs != newest) {
            newest = configs;
            config = compute(configs);
        }
        return config;
    }

    private Config compute(ConfigsImage configs) {
        List<ConfigEntry> entries = new ArrayList<>();
        add(configs.of(ConfigResource.ALL_BROKERS), "all brokers", entries);
        add(configs.of(ConfigResource.broker(node.nodeId())), "broker " + node.nodeId(), entries);
        if (entries.isEmpty()) {
            return node.config();
        }
        try {
            return node.config().with(entries);
        } catch (ConfigException e) {
            // Another version of the software allowed it: going on beats stopping.
            LOG.error("what the metadata has for this broker is not used: {}", e.getMessage());
            return node.config();
        }
    }

    private static void add(PersistentMap<String, String> settings, String source, List<ConfigEntry> entries) {
        settings.forEach((name, value) -> ConfigDefinition.BROKER.find(name)
                .filter(key -> key.updateMode() != ConfigUpdateMode.READ_ONLY)
                .ifPresent(key -> entries.add(new ConfigEntry(name, value, source))));
    }
}
