package dev.seedlog.controller;

import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.List;

/**
 * What the controller has to know of configuration keys: which there are, what they may be, what they are by default.
 */
public interface ConfigSchema {

    /**
     * Checks a configuration as a whole.
     *
     * @param resource a topic, broker, group or subscription to clients' metrics
     * @param after what would be set
     * @param before what is set now
     * @throws dev.seedlog.machine.RefusedException if a key or a value is not allowed
     */
    void validate(ConfigResource resource, PersistentMap<String, String> after, PersistentMap<String, String> before);

    /** Whether the key holds a list, to which values can be appended. */
    boolean isList(byte resourceType, String key);

    /** The value of a key that is not set, or null. */
    String defaultValue(byte resourceType, String key);

    /**
     * The value that a topic's key has: set for the topic, else for this node or all brokers, else this node's own,
     * else the default.
     */
    String effectiveTopicValue(ConfigsImage configs, String topic, String key);

    /**
     * All keys of a topic that has these configurations, sorted by name, as the answer of CreateTopics shows them; the
     * values of sensitive ones are null.
     */
    List<CreatableTopicConfigs> effectiveTopicConfigs(ConfigsImage configs, PersistentMap<String, String> ofTopic);
}
