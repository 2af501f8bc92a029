package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigUpdateMode;
import dev.seedlog.metadata.PersistentMap;
import java.util.ArrayList;
import java.util.List;

/** Which broker settings the metadata may have, for one broker or for all (KIP-226). */
final class DynamicBrokerKeys {

    private static final String LISTENER_PREFIX = "listener.name.";
    /** What can be told anew of keys and certificates belongs to a listener. */
    private static final List<String> OF_LISTENERS = List.of("ssl.keystore.", "ssl.truststore.", "ssl.key.password");

    private DynamicBrokerKeys() {
    }

    /**
     * Checks all that is to be set for a broker, or for all of them. Names that nobody here knows are accepted: a
     * plugin may know them.
     *
     * @throws ConfigException naming what is not accepted
     */
    static void validate(PersistentMap<String, String> settings, boolean ofOneBroker) {
        List<String> fixed = new ArrayList<>();
        List<String> needListener = new ArrayList<>();
        List<String> needBroker = new ArrayList<>();
        settings.forEach((name, value) -> {
            boolean ofListener = name.startsWith(LISTENER_PREFIX);
            ConfigKey key = ConfigDefinition.BROKER.find(ofListener ? baseName(name) : name).orElse(null);
            if (key == null) {
                if (ofListener) {
                    needBroker.add(name);
                }
            } else if (!ofListener && key.updateMode() == ConfigUpdateMode.READ_ONLY) {
                fixed.add(name);
            } else if (!ofListener && OF_LISTENERS.stream().anyMatch(name::startsWith)) {
                needListener.add(name);
            } else if (key.updateMode() != ConfigUpdateMode.CLUSTER_WIDE) {
                needBroker.add(name);
            }
        });
        refuse("Cannot update these configs dynamically", fixed);
        refuse("These security configs can be dynamically updated only per-listener using the listener prefix",
                needListener);
        settings.forEach((name, value) -> ConfigDefinition.BROKER
                .find(name.startsWith(LISTENER_PREFIX) ? baseName(name) : name).ifPresent(key -> key.parse(value)));
        if (!ofOneBroker) {
            refuse("Cannot update these configs at default cluster level, broker id must be specified", needBroker);
        }
    }

    /** What a listener's setting is called without its listener. */
    private static String baseName(String name) {
        int dot = name.indexOf('.', LISTENER_PREFIX.length());
        return dot < 0 ? name : name.substring(dot + 1);
    }

    private static void refuse(String why, List<String> names) {
        if (!names.isEmpty()) {
            throw new ConfigException(why + ": " + names);
        }
    }
}
