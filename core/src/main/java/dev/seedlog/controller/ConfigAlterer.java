package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AlterConfigsRequest;
import dev.seedlog.wire.message.AlterConfigsResponse;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.seedlog.wire.message.IncrementalAlterConfigsResponse;
import dev.seedlog.wire.metadata.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * AlterConfigs, versions 0 to 2, which replaces all that is set for a resource, and IncrementalAlterConfigs, versions 0
 * and 1, which changes single keys. Each resource is altered as a whole or refused by itself; one that is asked for
 * twice is refused.
 */
final class ConfigAlterer {

    private static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";

    private final MetadataImage image;
    private final ConfigSchema schema;
    private final RecordList records = new RecordList();
    private final Map<ConfigResource, Integer> timesAsked = new TreeMap<>();
    private final Map<ConfigResource, Refusal> results = new TreeMap<>();

    ConfigAlterer(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.schema = schema;
    }

    Decision<MetadataRecord, IncrementalAlterConfigsResponse> decide(IncrementalAlterConfigsRequest request) {
        List<ConfigResource> asked = new ArrayList<>();
        for (IncrementalAlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            ask(new ConfigResource(resource.resourceType(), resource.resourceName()), asked);
        }
        for (IncrementalAlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            ConfigResource key = new ConfigResource(resource.resourceType(), resource.resourceName());
            alter(key, () -> incremental(key, resource.configs()));
        }
        List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
        for (ConfigResource resource : asked) {
            Refusal result = results.get(resource);
            responses.add(IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
                    .resourceType(resource.type()).resourceName(resource.name())
                    .errorCode(result.error().code()).errorMessage(result.message()).build());
        }
        IncrementalAlterConfigsResponse answer = IncrementalAlterConfigsResponse.builder().responses(responses).build();
        return request.validateOnly() ? Decision.read(answer) : Decision.atomic(withClearedElr(), answer);
    }

    Decision<MetadataRecord, AlterConfigsResponse> decide(AlterConfigsRequest request) {
        List<ConfigResource> asked = new ArrayList<>();
        for (AlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            ask(new ConfigResource(resource.resourceType(), resource.resourceName()), asked);
        }
        for (AlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
            ConfigResource key = new ConfigResource(resource.resourceType(), resource.resourceName());
            alter(key, () -> replacement(key, resource.configs()));
        }
        List<AlterConfigsResponse.AlterConfigsResourceResponse> responses = new ArrayList<>();
        for (ConfigResource resource : asked) {
            Refusal result = results.get(resource);
            responses.add(AlterConfigsResponse.AlterConfigsResourceResponse.builder()
                    .resourceType(resource.type()).resourceName(resource.name())
                    .errorCode(result.error().code()).errorMessage(result.message()).build());
        }
        AlterConfigsResponse answer = AlterConfigsResponse.builder().responses(responses).build();
        return request.validateOnly() ? Decision.read(answer) : Decision.atomic(withClearedElr(), answer);
    }

    /** What a resource's keys shall be; a null value deletes. */
    @FunctionalInterface
    private interface Wanted {
        Map<String, String> changes();
    }

    private void ask(ConfigResource resource, List<ConfigResource> asked) {
        if (timesAsked.merge(resource, 1, Integer::sum) == 1) {
            asked.add(resource);
        }
    }

    private void alter(ConfigResource resource, Wanted wanted) {
        try {
            if (timesAsked.get(resource) > 1) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST, "Duplicate resource.");
            }
            requireAlterable(resource);
            Map<String, String> changes = wanted.changes();
            validate(resource, changes);
            RecordList ofResource = new RecordList();
            changes.forEach((key, value) -> {
                // A broker reloads what its values refer to, key stores say, even if they are the same.
                boolean same = Objects.equals(image.configs().value(resource, key), value);
                if (!same || resource.type() == ConfigResource.BROKER) {
                    ofResource.add(ConfigRecord.builder().resourceType(resource.type()).resourceName(resource.name())
                            .name(key).value(value).build());
                }
            });
            records.addAll(ofResource);
            results.put(resource, Refusal.of(ErrorCode.NONE));
        } catch (RefusedException e) {
            if (e.refusal().error() == ErrorCode.POLICY_VIOLATION) {
                // Not this resource is too much but the request.
                throw e;
            }
            results.put(resource, e.refusal());
        }
    }

    private void requireAlterable(ConfigResource resource) {
        switch (resource.type()) {
            case ConfigResource.TOPIC -> {
                if (image.topics().topic(resource.name()) == null) {
                    throw new RefusedException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                            "There is no topic '" + resource.name() + "'.");
                }
            }
            case ConfigResource.BROKER -> requireNode(resource.name());
            case ConfigResource.GROUP -> {
                if (resource.name().isEmpty()) {
                    throw new RefusedException(ErrorCode.INVALID_REQUEST, "A group must be named.");
                }
            }
            case ConfigResource.CLIENT_METRICS -> {
                if (resource.name().isEmpty()) {
                    throw new RefusedException(ErrorCode.INVALID_REQUEST, "A subscription must be named.");
                }
            }
            case ConfigResource.BROKER_LOGGER -> throw new RefusedException(ErrorCode.INVALID_REQUEST,
                    "Log levels are altered at their broker.");
            default -> throw new RefusedException(ErrorCode.UNSUPPORTED_VERSION,
                    "Unknown resource type " + resource.type() + ".");
        }
    }

    private void requireNode(String name) {
        if (name.isEmpty()) {
            return;
        }
        int id;
        try {
            id = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, "Broker '" + name + "' is not a number.");
        }
        if (id < 0) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, "Broker " + name + " is negative.");
        }
        if (image.cluster().broker(id) == null && image.cluster().controllers().get(id) == null) {
            throw new RefusedException(ErrorCode.BROKER_ID_NOT_REGISTERED, "There is no node " + id + ".");
        }
    }

    private Map<String, String> incremental(ConfigResource resource, List<AlterableConfig> configs) {
        Map<String, String> changes = new TreeMap<>();
        for (AlterableConfig config : configs) {
            ConfigOperation operation = ConfigOperation.ofCode(config.configOperation());
            if (operation == null) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST,
                        "Unknown operation " + config.configOperation() + " for " + config.name() + ".");
            }
            if (operation != ConfigOperation.DELETE && config.value() == null) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST,
                        operation + " of " + config.name() + " needs a value.");
            }
            if (changes.containsKey(config.name())) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST, config.name() + " is there more than once.");
            }
            changes.put(config.name(), changed(resource, config, operation));
        }
        return changes;
    }

    private String changed(ConfigResource resource, AlterableConfig config, ConfigOperation operation) {
        return switch (operation) {
            case SET -> config.value();
            case DELETE -> null;
            case APPEND, SUBTRACT -> {
                if (!schema.isList(resource.type(), config.name())) {
                    throw new RefusedException(ErrorCode.INVALID_CONFIG,
                            "Can't " + operation + " to " + config.name() + ": it is not a list.");
                }
                List<String> parts = parts(resource, config.name());
                for (String value : config.value().split(",")) {
                    if (operation == ConfigOperation.SUBTRACT) {
                        parts.remove(value);
                    } else if (!parts.contains(value)) {
                        parts.add(value);
                    }
                }
                yield String.join(",", parts);
            }
        };
    }

    private List<String> parts(ConfigResource resource, String key) {
        String value = image.configs().value(resource, key);
        if (value == null) {
            value = schema.defaultValue(resource.type(), key);
        }
        List<String> parts = new ArrayList<>();
        if (value != null) {
            for (String part : value.split(",")) {
                if (!part.isEmpty()) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private Map<String, String> replacement(ConfigResource resource,
                                            List<AlterConfigsRequest.AlterableConfig> configs) {
        Map<String, String> changes = new TreeMap<>();
        for (String key : image.configs().of(resource).keys()) {
            changes.put(key, null);
        }
        for (AlterConfigsRequest.AlterableConfig config : configs) {
            if (config.value() == null) {
                throw new RefusedException(ErrorCode.INVALID_REQUEST, config.name() + " needs a value.");
            }
            changes.put(config.name(), config.value());
        }
        return changes;
    }

    private void validate(ConfigResource resource, Map<String, String> changes) {
        PersistentMap<String, String> before = image.configs().of(resource);
        PersistentMap<String, String> after = before;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            requireOneMinIsr(resource, change.getKey(), change.getValue());
            after = change.getValue() == null ? after.without(change.getKey())
                    : after.with(change.getKey(), change.getValue());
        }
        schema.validate(resource, after, before);
    }

    /** With eligible leader replicas all brokers must agree on the minimum: who is eligible depends on it (KIP-966). */
    private void requireOneMinIsr(ConfigResource resource, String key, String value) {
        if (!image.features().eligibleLeaderReplicasEnabled() || resource.type() != ConfigResource.BROKER
                || !key.equals(MIN_IN_SYNC_REPLICAS)) {
            return;
        }
        if (resource.name().isEmpty() && value == null) {
            throw new RefusedException(ErrorCode.INVALID_CONFIG, MIN_IN_SYNC_REPLICAS
                    + " cannot be removed from the cluster while eligible leader replicas are enabled.");
        }
        if (!resource.name().isEmpty() && value != null) {
            throw new RefusedException(ErrorCode.INVALID_CONFIG, MIN_IN_SYNC_REPLICAS
                    + " cannot be set for one broker while eligible leader replicas are enabled.");
        }
    }

    /** A new minimum makes it unknown who was eligible under the old one. */
    private List<MetadataRecord> withClearedElr() {
        EligibleReset reset = new EligibleReset(image);
        for (MetadataRecord record : records.list()) {
            ConfigRecord config = (ConfigRecord) record.value();
            if (config.name().equals(MIN_IN_SYNC_REPLICAS)) {
                reset.minimumChanged(config.resourceType() == ConfigResource.TOPIC ? config.resourceName() : null);
            }
        }
        records.addAll(reset.records());
        return records.list();
    }
}
