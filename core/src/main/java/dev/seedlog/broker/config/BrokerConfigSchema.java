package dev.seedlog.broker.config;

import dev.seedlog.base.config.ConfigDefinition;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.ConfigKey;
import dev.seedlog.base.config.ConfigType;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.TopicConfig;
import dev.seedlog.controller.ConfigSchema;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ConfigsImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The controller's knowledge of configuration keys, from the node's own definitions. */
public final class BrokerConfigSchema implements ConfigSchema {

    private final EffectiveTopicConfigs effective;
    private final NodeConfig node;

    /** On the files of the controller's node. */
    public BrokerConfigSchema(NodeConfig node) {
        this.effective = new EffectiveTopicConfigs(node);
        this.node = node;
    }

    @Override
    public void validate(ConfigResource resource, PersistentMap<String, String> after,
                         PersistentMap<String, String> before) {
        try {
            if (resource.type() == ConfigResource.TOPIC) {
                effective.of(ConfigsImage.EMPTY, after);
            } else if (resource.type() == ConfigResource.BROKER) {
                DynamicBrokerKeys.validate(after, !resource.name().isEmpty());
            } else if (resource.type() == ConfigResource.GROUP) {
                GroupKeys.validate(after, node.config());
            } else if (resource.type() == ConfigResource.CLIENT_METRICS) {
                ClientMetricsKeys.validate(after);
            } else if (!after.isEmpty()) {
                throw new ConfigException("configurations of resources of type " + resource.type()
                        + " are not served");
            }
        } catch (ConfigException e) {
            throw new RefusedException(ErrorCode.INVALID_CONFIG, e.getMessage());
        }
    }

    @Override
    public boolean isList(byte resourceType, String key) {
        return find(resourceType, key).map(found -> found.type() == ConfigType.LIST).orElse(false);
    }

    @Override
    public String defaultValue(byte resourceType, String key) {
        return find(resourceType, key).map(ConfigKey::defaultText).orElse(null);
    }

    @Override
    public String effectiveTopicValue(ConfigsImage configs, String topic, String key) {
        return ConfigTexts.of(effective.of(configs, topic).value(ConfigDefinition.TOPIC.key(key)));
    }

    @Override
    public List<CreatableTopicConfigs> effectiveTopicConfigs(ConfigsImage configs,
                                                             PersistentMap<String, String> ofTopic) {
        TopicConfig config = effective.of(configs, ofTopic);
        List<CreatableTopicConfigs> all = new ArrayList<>();
        for (ConfigKey key : ConfigDefinition.TOPIC.keys()) {
            boolean own = ofTopic.containsKey(key.name());
            all.add(CreatableTopicConfigs.builder().name(key.name())
                    .value(key.sensitive() ? null : ConfigTexts.of(config.value(key)))
                    .isSensitive(key.sensitive())
                    .configSource((own ? ConfigSource.TOPIC : ConfigSource.DEFAULT).id()).build());
        }
        return all;
    }

    private static Optional<ConfigKey> find(byte resourceType, String key) {
        return switch (resourceType) {
            case ConfigResource.TOPIC -> ConfigDefinition.TOPIC.find(key);
            case ConfigResource.BROKER -> ConfigDefinition.BROKER.find(key);
            case ConfigResource.GROUP -> ConfigDefinition.GROUP.find(key);
            case ConfigResource.CLIENT_METRICS -> ConfigDefinition.CLIENT_METRICS.find(key);
            default -> Optional.empty();
        };
    }
}
