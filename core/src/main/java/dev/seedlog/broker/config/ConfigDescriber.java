package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigSynonym;
import dev.seedlog.base.config.ConfigUpdateMode;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.TopicConfig;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

        static Described of(ConfigKey key, List<Value> values) {
            return new Described(key, key.updateMode() == ConfigUpdateMode.READ_ONLY, values.get(0).text(), values);
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
            return key.sensitive();
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
            all.add(Described.of(key, values));
        }
        for (ConfigKey key : unknown(configs)) {
            List<Value> values = new ArrayList<>();
            addBrokerValues(configs, key, values);
            all.add(Described.of(key, values));
        }
        return all;
    }

    /** All configurations of a group, sorted by name. */
    public List<Described> group(ConfigsImage configs, String group) {
        PersistentMap<String, String> own = configs.of(new ConfigResource(ConfigResource.GROUP, group));
        return described(ConfigDefinition.GROUP, own, ConfigSource.GROUP, configs);
    }

    /** All configurations of a subscription of clients' metrics, sorted by name. */
    public List<Described> clientMetrics(ConfigsImage configs, String subscription) {
        PersistentMap<String, String> own =
                configs.of(new ConfigResource(ConfigResource.CLIENT_METRICS, subscription));
        return described(ConfigDefinition.CLIENT_METRICS, own, ConfigSource.CLIENT_METRICS, configs);
    }

    private List<Described> described(ConfigDefinition keys, PersistentMap<String, String> own, ConfigSource source,
                                      ConfigsImage configs) {
        List<Described> all = new ArrayList<>();
        for (ConfigKey key : keys.keys()) {
            List<Value> values = new ArrayList<>();
            if (own.containsKey(key.name())) {
                values.add(new Value(key.name(), own.get(key.name()), source));
            }
            for (ConfigSynonym synonym : key.synonyms()) {
                addBrokerValues(configs, ConfigDefinition.BROKER.key(synonym.name()), values);
            }
            values.add(new Value(defaultName(key), key.defaultText(), ConfigSource.DEFAULT));
            all.add(new Described(key, false, values.get(0).text(), values));
        }
        return all;
    }

    /** What was set for all brokers by the metadata. */
    public List<Described> allBrokers(ConfigsImage configs) {
        List<Described> all = new ArrayList<>();
        configs.of(ConfigResource.ALL_BROKERS).forEach((name, text) -> all.add(Described.of(
                ConfigDefinition.BROKER.find(name).orElseGet(() -> ConfigKey.unknown(name)),
                List.of(new Value(name, text, ConfigSource.DYNAMIC_DEFAULT_BROKER)))));
        return all;
    }

    /** Keys that were set for this broker, or for all, and that nobody here knows. */
    private List<ConfigKey> unknown(ConfigsImage configs) {
        Set<String> names = new TreeSet<>();
        configs.of(ConfigResource.ALL_BROKERS).forEach((name, text) -> names.add(name));
        configs.of(ConfigResource.broker(node.nodeId())).forEach((name, text) -> names.add(name));
        names.removeIf(name -> ConfigDefinition.BROKER.find(name).isPresent());
        return names.stream().map(ConfigKey::unknown).toList();
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
