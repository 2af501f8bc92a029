package dev.seedlog.specs.quorum;

import dev.seedlog.controller.ConfigSchema;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.List;

/** Any key may have any value. */
final class AnyKeys implements ConfigSchema {

    @Override
    public void validate(ConfigResource resource, PersistentMap<String, String> after,
                         PersistentMap<String, String> before) {
        // Nothing is refused.
    }

    @Override
    public boolean isList(byte resourceType, String key) {
        return false;
    }

    @Override
    public String defaultValue(byte resourceType, String key) {
        return null;
    }

    @Override
    public String effectiveTopicValue(ConfigsImage configs, String topic, String key) {
        return key.equals("min.insync.replicas") ? "1" : key.startsWith("unclean") ? "false" : null;
    }

    @Override
    public List<CreatableTopicConfigs> effectiveTopicConfigs(ConfigsImage configs,
                                                             PersistentMap<String, String> ofTopic) {
        return List.of();
    }
}
