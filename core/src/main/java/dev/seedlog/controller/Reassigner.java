package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * AlterPartitionReassignments, versions 0 and 1, and ListPartitionReassignments (KIP-455): a partition gets other
 * replicas. First the new ones are added to the old ones; when all that are to stay are in sync, a change of the ISR
 * takes the others out ({@link PartitionChanger}). Each partition is moved, or refused, by itself.
 */
final class Reassigner {

    private final MetadataImage image;
    private final LeadershipChanges changes;
    private final RecordList records = new RecordList();

    Reassigner(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.changes = new LeadershipChanges(image, schema);
    }

    Decision<MetadataRecord, AlterPartitionReassignmentsResponse> decide(AlterPartitionReassignmentsRequest request) {
        List<ReassignableTopicResponse> topics = new ArrayList<>();
        for (ReassignableTopic asked : request.topics()) {
            List<ReassignablePartitionResponse> partitions = new ArrayList<>();
            for (ReassignablePartition partition : asked.partitions()) {
                Refusal result = reassign(asked.name(), partition, request.allowReplicationFactorChange());
                partitions.add(ReassignablePartitionResponse.builder().partitionIndex(partition.partitionIndex())
                        .errorCode(result.error().code()).errorMessage(result.message()).build());
            }
            topics.add(ReassignableTopicResponse.builder().name(asked.name()).partitions(partitions).build());
        }
        return Decision.atomic(records.list(), AlterPartitionReassignmentsResponse.builder().errorMessage(null)
                .allowReplicationFactorChange(request.allowReplicationFactorChange()).responses(topics).build());
    }

    private Refusal reassign(String name, ReassignablePartition asked, boolean mayChangeFactor) {
        try {
            TopicImage topic = image.topics().topic(name);
            PartitionImage partition = topic == null ? null : topic.partition(asked.partitionIndex());
            if (partition == null) {
                throw new RefusedException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        "There is no partition " + name + "-" + asked.partitionIndex() + ".");
            }
            MetadataRecord record = asked.replicas() == null ? cancel(topic, partition, asked.partitionIndex())
                    : move(topic, partition, asked, mayChangeFactor);
            if (record != null) {
                records.add(record);
            }
            return Refusal.of(ErrorCode.NONE);
        } catch (RefusedException e) {
            if (e.refusal().error() == ErrorCode.POLICY_VIOLATION) {
                // Not this partition is too much but the request.
                throw e;
            }
            return e.refusal();
        }
    }

    private MetadataRecord move(TopicImage topic, PartitionImage partition, ReassignablePartition asked,
                                boolean mayChangeFactor) {
        NewPartitions.requireValid(image.cluster(), asked.replicas(), 0);
        int factor = without(partition.replicas(), partition.assignment().removing()).size();
        if (!mayChangeFactor && asked.replicas().size() != factor) {
            throw new RefusedException(ErrorCode.INVALID_REPLICATION_FACTOR, "The replication factor would change from "
                    + factor + " to " + asked.replicas().size() + ".");
        }
        List<Integer> removing = sorted(without(partition.replicas(), asked.replicas()));
        List<Integer> adding = sorted(without(asked.replicas(), partition.replicas()));
        List<Integer> replicas = new ArrayList<>(asked.replicas());
        replicas.addAll(removing);
        return changes.changer(topic, partition, image.cluster()::isActive)
                .assignment(replicas, removing, adding).change(topic.id(), asked.partitionIndex());
    }

    /** Goes back to the replicas that there were before; those that were to be added go. */
    private MetadataRecord cancel(TopicImage topic, PartitionImage partition, int id) {
        List<Integer> adding = partition.assignment().adding();
        if (!isMoving(partition)) {
            throw new RefusedException(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, "No reassignment is in progress.");
        }
        List<Integer> replicas = without(partition.replicas(), adding);
        List<Integer> isr = without(partition.isr(), adding);
        boolean unclean = changes.uncleanElectionEnabled(topic.name());
        if (isr.isEmpty()) {
            if (!unclean || replicas.isEmpty()) {
                throw new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT, "The reassignment of " + topic.name()
                        + "-" + id + " cannot be cancelled without an unclean leader election.");
            }
            isr = List.of(replicas.get(0));
        }
        return changes.changer(topic, partition, image.cluster()::isActive)
                .election(unclean ? Election.UNCLEAN : Election.ONLINE).isr(isr)
                .assignment(replicas, List.of(), List.of()).change(topic.id(), id);
    }

    Decision<MetadataRecord, ListPartitionReassignmentsResponse> list(ListPartitionReassignmentsRequest request) {
        List<OngoingTopicReassignment> topics = new ArrayList<>();
        if (request.topics() == null) {
            for (TopicImage topic : image.topics().byId().values()) {
                List<Integer> all = new ArrayList<>();
                for (Map.Entry<Integer, PartitionImage> partition : topic.partitions()) {
                    all.add(partition.getKey());
                }
                list(topic, all, topics);
            }
        } else {
            for (ListPartitionReassignmentsTopics asked : request.topics()) {
                TopicImage topic = image.topics().topic(asked.name());
                if (topic != null) {
                    list(topic, asked.partitionIndexes(), topics);
                }
            }
        }
        return Decision.read(ListPartitionReassignmentsResponse.builder().errorMessage(null).topics(topics).build());
    }

    private static void list(TopicImage topic, List<Integer> ids, List<OngoingTopicReassignment> topics) {
        List<OngoingPartitionReassignment> moving = new ArrayList<>();
        for (int id : ids) {
            PartitionImage partition = topic.partition(id);
            if (partition != null && isMoving(partition)) {
                moving.add(OngoingPartitionReassignment.builder().partitionIndex(id).replicas(partition.replicas())
                        .addingReplicas(partition.assignment().adding())
                        .removingReplicas(partition.assignment().removing()).build());
            }
        }
        if (!moving.isEmpty()) {
            topics.add(OngoingTopicReassignment.builder().name(topic.name()).partitions(moving).build());
        }
    }

    private static boolean isMoving(PartitionImage partition) {
        return !partition.assignment().adding().isEmpty() || !partition.assignment().removing().isEmpty();
    }

    private static List<Integer> without(IntList list, List<Integer> gone) {
        List<Integer> kept = new ArrayList<>(list);
        kept.removeAll(gone);
        return kept;
    }

    private static List<Integer> sorted(List<Integer> brokers) {
        return brokers.stream().sorted().toList();
    }
}
