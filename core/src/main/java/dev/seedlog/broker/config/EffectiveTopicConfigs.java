package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigSynonym;
import dev.seedlog.base.config.ConfigUpdateMode;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.TopicConfig;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a topic's configuration comes to on this node: what was set for the topic; else for this broker, or for all
 * brokers, by the metadata; else by the node's own files; else the default.
 */
public final class EffectiveTopicConfigs {

    private static final Logger LOG = LoggerFactory.getLogger(EffectiveTopicConfigs.class);

    /** The broker keys that can be changed while the broker runs, and the topic keys that they are defaults of. */
    private static final Map<String, Dynamic> DYNAMIC = dynamicKeys();

    private final NodeConfig node;

    /** On the files of a node. */
    public EffectiveTopicConfigs(NodeConfig node) {
        this.node = node;
    }

    /**
     * A broker key that is the default of a topic key.
     *
     * @param topicKey the topic key
     * @param factor what the broker's number is multiplied with
     */
    record Dynamic(ConfigKey topicKey, long factor) {

        String toTopicValue(String brokerValue) {
            if (factor == 1) {
                return brokerValue;
            }
            long number = Long.parseLong(brokerValue.trim());
            return String.valueOf(number < 0 ? -1 : Math.multiplyExact(number, factor));
        }
    }

    /** The configuration of a topic that has these settings of its own. */
    public TopicConfig of(ConfigsImage configs, PersistentMap<String, String> ofTopic) {
        Map<String, String> values = new TreeMap<>();
        inherit(configs.of(ConfigResource.ALL_BROKERS), values);
        inherit(configs.of(ConfigResource.broker(node.nodeId())), values);
        ofTopic.forEach(values::put);
        return node.topicDefaults().with(values);
    }

    /** The configuration of a topic. */
    public TopicConfig of(ConfigsImage configs, String topic) {
        return of(configs, configs.of(ConfigResource.topic(topic)));
    }

    /** The configuration of a topic; the node's own if what the metadata says of it is not accepted here. */
    TopicConfig ofOrDefaults(ConfigsImage configs, String topic) {
        try {
            return of(configs, topic);
        } catch (ConfigException e) {
            // Another version of the software, or another broker's files, allowed it: serving beats refusing.
            LOG.error("the configuration of topic {} is not used: {}", topic, e.getMessage());
            return node.topicDefaults();
        }
    }

    private static void inherit(PersistentMap<String, String> ofBroker, Map<String, String> values) {
        ofBroker.forEach((key, value) -> {
            Dynamic dynamic = DYNAMIC.get(key);
            if (dynamic != null) {
                values.put(dynamic.topicKey().name(), dynamic.toTopicValue(value));
            }
        });
    }

    private static Map<String, Dynamic> dynamicKeys() {
        Map<String, Dynamic> keys = new LinkedHashMap<>();
        for (ConfigKey topicKey : ConfigDefinition.TOPIC.keys()) {
            // From the last to the first, so that of two names for one thing the preferred one has the last word.
            for (int i = topicKey.synonyms().size() - 1; i >= 0; i--) {
                ConfigSynonym synonym = topicKey.synonyms().get(i);
                if (ConfigDefinition.BROKER.key(synonym.name()).updateMode() == ConfigUpdateMode.READ_ONLY) {
                    continue;
                }
                keys.put(synonym.name(), new Dynamic(topicKey, synonym.factor()));
            }
        }
        return Collections.unmodifiableMap(keys);
    }
}
