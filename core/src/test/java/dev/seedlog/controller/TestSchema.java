package dev.seedlog.controller;

import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A handful of keys, of which "retention.ms" is a number. */
final class TestSchema implements ConfigSchema {

    private static final TreeMap<String, String> DEFAULTS = new TreeMap<>(Map.of("cleanup.policy", "delete",
            "retention.ms", "604800000", "min.insync.replicas", "1", "unclean.leader.election.enable", "false"));

    @Override
    public void validate(ConfigResource resource, PersistentMap<String, String> after,
                         PersistentMap<String, String> before) {
        for (Map.Entry<String, String> config : after) {
            if (!DEFAULTS.containsKey(config.getKey())) {
                throw new RefusedException(ErrorCode.INVALID_CONFIG, "Unknown key " + config.getKey());
            }
            if (config.getKey().equals("retention.ms") && !config.getValue().matches("-?[0-9]+")) {
                throw new RefusedException(ErrorCode.INVALID_CONFIG, "Not a number: " + config.getValue());
            }
        }
    }

    @Override
    public boolean isList(byte resourceType, String key) {
        return key.equals("cleanup.policy");
    }

    @Override
    public String defaultValue(byte resourceType, String key) {
        return DEFAULTS.get(key);
    }

    @Override
    public String effectiveTopicValue(ConfigsImage configs, String topic, String key) {
        String ofTopic = configs.value(ConfigResource.topic(topic), key);
        String ofCluster = configs.value(ConfigResource.ALL_BROKERS, key);
        return ofTopic != null ? ofTopic : ofCluster != null ? ofCluster : DEFAULTS.get(key);
    }

    @Override
    public List<CreatableTopicConfigs> effectiveTopicConfigs(ConfigsImage configs,
                                                             PersistentMap<String, String> ofTopic) {
        List<CreatableTopicConfigs> effective = new ArrayList<>();
        DEFAULTS.forEach((key, value) -> effective.add(CreatableTopicConfigs.builder().name(key)
                .value(ofTopic.containsKey(key) ? ofTopic.get(key) : value).build()));
        return effective;
    }
}
