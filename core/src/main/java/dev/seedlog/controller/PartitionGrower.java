package dev.seedlog.controller;

import dev.seedlog.env.RandomSource;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.seedlog.wire.message.CreatePartitionsResponse;
import dev.seedlog.wire.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** CreatePartitions, versions 0 to 3: adds partitions to topics. Each topic is grown or refused by itself. */
final class PartitionGrower {

    private final MetadataImage image;
    private final RandomSource random;
    private final RecordList records = new RecordList();

    PartitionGrower(MetadataImage image, RandomSource random) {
        this.image = image;
        this.random = random;
    }

    Decision<MetadataRecord, CreatePartitionsResponse> decide(CreatePartitionsRequest request) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> duplicates = new TreeSet<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            if (!names.add(topic.name())) {
                duplicates.add(topic.name());
            }
        }
        List<CreatePartitionsTopicResult> results = new ArrayList<>();
        for (String name : duplicates) {
            results.add(result(name, new Refusal(ErrorCode.INVALID_REQUEST, "Duplicate topic name.")));
        }
        for (CreatePartitionsTopic topic : request.topics()) {
            if (!duplicates.contains(topic.name())) {
                results.add(growOrRefuse(topic));
            }
        }
        CreatePartitionsResponse answer = CreatePartitionsResponse.builder().results(results).build();
        return request.validateOnly() ? Decision.read(answer) : Decision.atomic(records.list(), answer);
    }

    private CreatePartitionsTopicResult growOrRefuse(CreatePartitionsTopic topic) {
        try {
            records.addAll(grow(topic));
            return result(topic.name(), Refusal.of(ErrorCode.NONE));
        } catch (RefusedException e) {
            if (e.refusal().error() == ErrorCode.POLICY_VIOLATION) {
                // Not this topic is too much but the request.
                throw e;
            }
            return result(topic.name(), e.refusal());
        }
    }

    private RecordList grow(CreatePartitionsTopic asked) {
        TopicImage topic = image.topics().topic(asked.name());
        if (topic == null) {
            throw new RefusedException(Refusal.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
        }
        int before = topic.partitionCount();
        if (asked.count() == before) {
            throw new RefusedException(ErrorCode.INVALID_PARTITIONS, "Topic already has " + before + " partition(s).");
        }
        if (asked.count() < before) {
            throw new RefusedException(ErrorCode.INVALID_PARTITIONS, "Topic " + topic.name() + " has " + before
                    + " partition(s), so " + asked.count() + " would not be more.");
        }
        records.reserve(asked.count() - before);
        List<IntList> placed = asked.assignments() == null ? place(topic, asked.count()) : assigned(topic, asked);
        ErrorCode ifNoneLive = asked.assignments() == null ? ErrorCode.INVALID_REPLICATION_FACTOR
                : ErrorCode.INVALID_REPLICA_ASSIGNMENT;
        RecordList ofTopic = new RecordList();
        for (int i = 0; i < placed.size(); i++) {
            int id = before + i;
            ofTopic.add(NewPartitions.create(image, placed.get(i), ifNoneLive, id)
                    .toRecord(topic.id(), id, image.metadataVersion()));
        }
        return ofTopic;
    }

    private List<IntList> place(TopicImage topic, int count) {
        return ReplicaPlacer.place(image.cluster(), count - topic.partitionCount(), replicationFactor(topic), random);
    }

    private List<IntList> assigned(TopicImage topic, CreatePartitionsTopic asked) {
        int more = asked.count() - topic.partitionCount();
        if (asked.assignments().size() != more) {
            throw new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    more + " partition(s) are to be added, but " + asked.assignments().size() + " are assigned.");
        }
        List<IntList> placed = new ArrayList<>();
        for (CreatePartitionsAssignment assignment : asked.assignments()) {
            NewPartitions.requireValid(image.cluster(), assignment.brokerIds(), replicationFactor(topic));
            placed.add(assignment.brokerIds());
        }
        return placed;
    }

    private static int replicationFactor(TopicImage topic) {
        return topic.partitions().get(topic.partitions().firstKey()).replicas().size();
    }

    private static CreatePartitionsTopicResult result(String name, Refusal refusal) {
        return CreatePartitionsTopicResult.builder().name(name).errorCode(refusal.error().code())
                .errorMessage(refusal.message()).build();
    }
}
