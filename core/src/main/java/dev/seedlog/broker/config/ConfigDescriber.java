package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigSynonym;
import dev.seedlog.base.config.ConfigType;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.TopicConfig;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import java.util.ArrayList;
import java.util.List;

/** Shows configurations with the places where their values come from, the one that prevails first. */
public final class ConfigDescriber {

    private final NodeConfig node;
    private final EffectiveTopicConfigs effective;

    /** On the files of a node. */
    public ConfigDescriber(NodeConfig node) {
        this.node = node;
        this.effective = new EffectiveTopicConfigs(node);
    }

    /**
     * A configuration as it is.
     *
     * @param key the key
     * @param readOnly whether it needs a restart to change
     * @param prevailing the value that it comes to, in the key's own unit; null if there is none
     * @param values where values for it come from, the one that prevails first; never empty
     */
    public record Described(ConfigKey key, boolean readOnly, String prevailing, List<Value> values) {

        static Described of(ConfigKey key, boolean readOnly, List<Value> values) {
            return new Described(key, readOnly, values.get(0).text(), values);
        }

        /** The value that prevails; null if there is none, or it is secret. */
        public String value() {
            return sensitive() ? null : prevailing;
        }

        /** Where that comes from. */
        public ConfigSource source() {
            return values.get(0).source();
        }

        /** Whether values are never shown. */
        public boolean sensitive() {
            return key.type() == ConfigType.PASSWORD;
        }
    }

    /**
     * One value of a configuration.
     *
     * @param name the key under which it was set
     * @param text the value; null if there is none
     * @param source where it was set
     */
    public record Value(String name, String text, ConfigSource source) {
    }

    /** All configurations of a topic, sorted by name. */
    public List<Described> topic(ConfigsImage configs, String topic) {
        PersistentMap<String, String> own = configs.of(ConfigResource.topic(topic));
        TopicConfig comesTo = effective.ofOrDefaults(configs, topic);
        List<Described> all = new ArrayList<>();
        for (ConfigKey key : ConfigDefinition.TOPIC.keys()) {
            List<Value> values = new ArrayList<>();
            if (own.containsKey(key.name())) {
                values.add(new Value(key.name(), own.get(key.name()), ConfigSource.TOPIC));
            }
            for (ConfigSynonym synonym : key.synonyms()) {
                addBrokerValues(configs, ConfigDefinition.BROKER.key(synonym.name()), values);
            }
            values.add(new Value(defaultName(key), key.defaultText(), ConfigSource.DEFAULT));
            // A synonym may count in another unit: log.retention.hours=1 makes retention.ms 3600000.
            all.add(new Described(key, false, ConfigTexts.of(comesTo.value(key)), values));
        }
        return all;
    }

    /** All configurations of this broker, sorted by name. */
    public List<Described> broker(ConfigsImage configs) {
        List<Described> all = new ArrayList<>();
        for (ConfigKey key : ConfigDefinition.BROKER.keys()) {
            List<Value> values = new ArrayList<>();
            addBrokerValues(configs, key, values);
            values.add(new Value(key.name(), key.defaultText(), ConfigSource.DEFAULT));
            all.add(Described.of(key, !EffectiveTopicConfigs.isDynamic(key.name()), values));
        }
        return all;
    }

    /** What was set for all brokers by the metadata. */
    public List<Described> allBrokers(ConfigsImage configs) {
        List<Described> all = new ArrayList<>();
        configs.of(ConfigResource.ALL_BROKERS).forEach((name, text) -> ConfigDefinition.BROKER.find(name).ifPresent(
                key -> all.add(Described.of(key, false,
                        List.of(new Value(name, text, ConfigSource.DYNAMIC_DEFAULT_BROKER))))));
        return all;
    }

    private void addBrokerValues(ConfigsImage configs, ConfigKey key, List<Value> values) {
        String dynamic = configs.value(ConfigResource.broker(node.nodeId()), key.name());
        if (dynamic != null) {
            values.add(new Value(key.name(), dynamic, ConfigSource.DYNAMIC_BROKER));
        }
        String forAll = configs.value(ConfigResource.ALL_BROKERS, key.name());
        if (forAll != null) {
            values.add(new Value(key.name(), forAll, ConfigSource.DYNAMIC_DEFAULT_BROKER));
        }
        String inFiles = node.config().entry(key).map(ConfigEntry::value).orElse(null);
        if (inFiles != null) {
            values.add(new Value(key.name(), inFiles, ConfigSource.STATIC_BROKER));
        }
    }

    private static String defaultName(ConfigKey key) {
        return key.synonyms().isEmpty() ? key.name() : key.synonyms().get(0).name();
    }
}
