package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.CreateTopicsRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopic;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.CreateTopicsResponse;
import dev.seedlog.wire.message.CreateTopicsResponse.CreatableTopicResult;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * CreateTopics, versions 2 to 7. Each topic is created or refused by itself. Topics are answered in the order of the
 * request; names that occur more than once come last, and are not created at all.
 */
final class TopicCreator {

    private static final int BY_DEFAULT = -1;

    private final MetadataImage image;
    private final ControllerSettings settings;
    private final ConfigSchema schema;
    private final RandomSource random;
    private final RecordList records = new RecordList();

    TopicCreator(MetadataImage image, ControllerSettings settings, ConfigSchema schema, RandomSource random) {
        this.image = image;
        this.settings = settings;
        this.schema = schema;
        this.random = random;
    }

    Decision<MetadataRecord, CreateTopicsResponse> decide(CreateTopicsRequest request) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> duplicates = new TreeSet<>();
        for (CreatableTopic topic : request.topics()) {
            if (!names.add(topic.name())) {
                duplicates.add(topic.name());
            }
        }
        List<CreatableTopicResult> results = new ArrayList<>();
        for (CreatableTopic topic : request.topics()) {
            if (!duplicates.contains(topic.name())) {
                results.add(createOrRefuse(topic));
            }
        }
        for (String name : duplicates) {
            results.add(refused(name, new Refusal(ErrorCode.INVALID_REQUEST, "Duplicate topic name.")));
        }
        CreateTopicsResponse answer = CreateTopicsResponse.builder().topics(results).build();
        return request.validateOnly() ? Decision.read(answer) : Decision.atomic(records.list(), answer);
    }

    private CreatableTopicResult createOrRefuse(CreatableTopic topic) {
        try {
            requireNewName(topic.name());
            PersistentMap<String, String> configs = configs(topic);
            Map<Integer, PartitionImage> partitions =
                    topic.assignments().isEmpty() ? placed(topic) : assigned(topic);
            return create(topic.name(), configs, partitions);
        } catch (RefusedException e) {
            if (e.refusal().error() == ErrorCode.POLICY_VIOLATION) {
                // Not this topic is too much but the request.
                throw e;
            }
            return refused(topic.name(), e.refusal());
        }
    }

    private void requireNewName(String name) {
        if (name.equals(TopicNames.CLUSTER_METADATA)) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, "Topic " + name + " cannot be created.");
        }
        if (image.topics().topic(name) != null) {
            throw new RefusedException(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
        }
        String problem = TopicNames.problem(name);
        if (problem != null) {
            throw new RefusedException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem);
        }
        String colliding = TopicNames.colliding(image.topics(), name);
        if (colliding != null) {
            throw new RefusedException(ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "Topic '" + name + "' collides with existing topic: " + colliding);
        }
    }

    private PersistentMap<String, String> configs(CreatableTopic topic) {
        PersistentMap<String, String> configs = PersistentMap.empty();
        List<String> withoutValue = new ArrayList<>();
        for (CreatableTopicConfig config : topic.configs()) {
            if (config.value() == null) {
                withoutValue.add(config.name());
            } else {
                configs = configs.with(config.name(), config.value());
            }
        }
        if (!withoutValue.isEmpty()) {
            throw new RefusedException(ErrorCode.INVALID_CONFIG,
                    "Topic configs without a value: " + String.join(",", withoutValue));
        }
        schema.validate(ConfigResource.topic(topic.name()), configs, PersistentMap.empty());
        return configs;
    }

    private Map<Integer, PartitionImage> placed(CreatableTopic topic) {
        if (topic.replicationFactor() < BY_DEFAULT || topic.replicationFactor() == 0) {
            throw new RefusedException(ErrorCode.INVALID_REPLICATION_FACTOR, "Replication factor "
                    + topic.replicationFactor() + " must be larger than 0, or -1 for the default.");
        }
        if (topic.numPartitions() < BY_DEFAULT || topic.numPartitions() == 0) {
            throw new RefusedException(ErrorCode.INVALID_PARTITIONS, "The number of partitions, "
                    + topic.numPartitions() + ", must be larger than 0, or -1 for the default.");
        }
        int count = topic.numPartitions() == BY_DEFAULT ? settings.defaultPartitions() : topic.numPartitions();
        short factor = topic.replicationFactor() == BY_DEFAULT ? settings.defaultReplicationFactor()
                : topic.replicationFactor();
        records.reserve(count);
        Map<Integer, PartitionImage> partitions = new TreeMap<>();
        for (IntList replicas : ReplicaPlacer.place(image.cluster(), count, factor, random)) {
            int id = partitions.size();
            partitions.put(id, NewPartitions.create(image, replicas, ErrorCode.INVALID_REPLICATION_FACTOR, id));
        }
        return partitions;
    }

    private Map<Integer, PartitionImage> assigned(CreatableTopic topic) {
        if (topic.replicationFactor() != BY_DEFAULT) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST,
                    "With a manual partition assignment the replication factor must be -1.");
        }
        if (topic.numPartitions() != BY_DEFAULT) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST,
                    "With a manual partition assignment the number of partitions must be -1.");
        }
        records.reserve(topic.assignments().size());
        Map<Integer, PartitionImage> partitions = new TreeMap<>();
        int factor = 0;
        for (CreatableReplicaAssignment assignment : topic.assignments()) {
            int id = assignment.partitionIndex();
            if (partitions.containsKey(id)) {
                throw new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "Partition " + id + " has more than one manual assignment.");
            }
            NewPartitions.requireValid(image.cluster(), assignment.brokerIds(), factor);
            factor = assignment.brokerIds().size();
            partitions.put(id, NewPartitions.create(image, assignment.brokerIds(),
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT, id));
        }
        for (int id = 0; id < partitions.size(); id++) {
            if (!partitions.containsKey(id)) {
                throw new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "The manual assignment must have partitions from 0 on without a gap, but has no " + id + ".");
            }
        }
        return partitions;
    }

    private CreatableTopicResult create(String name, PersistentMap<String, String> configs,
                                        Map<Integer, PartitionImage> partitions) {
        Uuid id = newId();
        RecordList ofTopic = new RecordList();
        ofTopic.add(TopicRecord.builder().name(name).topicId(id).build());
        configs.forEach((key, value) -> ofTopic.add(ConfigRecord.builder().resourceType(ConfigResource.TOPIC)
                .resourceName(name).name(key).value(value).build()));
        partitions.forEach((partition, created) ->
                ofTopic.add(created.toRecord(id, partition, image.metadataVersion())));
        records.addAll(ofTopic);
        return CreatableTopicResult.builder()
                .name(name)
                .topicId(id)
                .numPartitions(partitions.size())
                .replicationFactor((short) partitions.get(0).replicas().size())
                .configs(schema.effectiveTopicConfigs(image.configs(), configs))
                .build();
    }

    private Uuid newId() {
        Uuid id = UuidDraws.draw(random);
        while (image.topics().topic(id) != null) {
            id = UuidDraws.draw(random);
        }
        return id;
    }

    private static CreatableTopicResult refused(String name, Refusal refusal) {
        return CreatableTopicResult.builder().name(name).errorCode(refusal.error().code())
                .errorMessage(refusal.message()).build();
    }
}
