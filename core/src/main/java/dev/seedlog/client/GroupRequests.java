package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.HeartbeatRequest;
import dev.seedlog.wire.message.JoinGroupRequest;
import dev.seedlog.wire.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.seedlog.wire.message.LeaveGroupRequest;
import dev.seedlog.wire.message.LeaveGroupRequest.MemberIdentity;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.seedlog.wire.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.seedlog.wire.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import dev.seedlog.wire.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.seedlog.wire.message.SyncGroupRequest;
import dev.seedlog.wire.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes down what a member of a group asks its coordinator for, as the version has it. */
final class GroupRequests {

    private static final short FIRST_SYNC_WITH_PROTOCOL = 5;
    private static final short FIRST_LEAVE_OF_MANY = 3;
    private static final short FIRST_OFFSET_FETCH_OF_GROUPS = 8;
    private static final short FIRST_OFFSET_FETCH_OF_STABLE = 7;

    private final GroupSettings settings;

    GroupRequests(GroupSettings settings) {
        this.settings = settings;
    }

    JoinGroupRequest join(GroupGeneration generation, ConsumerProtocol.Subscription subscription) {
        return JoinGroupRequest.builder().groupId(settings.groupId()).sessionTimeoutMs(settings.sessionTimeoutMs())
                .rebalanceTimeoutMs(settings.rebalanceTimeoutMs()).memberId(generation.memberId())
                .groupInstanceId(settings.instanceId()).protocolType(ConsumerProtocol.TYPE)
                .protocols(List.of(JoinGroupRequestProtocol.builder().name(settings.protocol().wireName())
                        .metadata(ConsumerProtocol.encode(subscription)).build())).build();
    }

    SyncGroupRequest sync(GroupGeneration generation, String protocol, SortedMap<String, BufferSlice> assignments,
                          short version) {
        List<SyncGroupRequestAssignment> all = new ArrayList<>();
        assignments.forEach((member, assignment) -> all.add(SyncGroupRequestAssignment.builder().memberId(member)
                .assignment(assignment).build()));
        SyncGroupRequest.Builder request = SyncGroupRequest.builder().groupId(settings.groupId())
                .generationId(generation.id()).memberId(generation.memberId())
                .groupInstanceId(settings.instanceId()).assignments(all);
        if (version >= FIRST_SYNC_WITH_PROTOCOL) {
            request.protocolType(ConsumerProtocol.TYPE).protocolName(protocol);
        }
        return request.build();
    }

    HeartbeatRequest heartbeat(GroupGeneration generation) {
        return HeartbeatRequest.builder().groupId(settings.groupId()).generationId(generation.id())
                .memberId(generation.memberId()).groupInstanceId(settings.instanceId()).build();
    }

    LeaveGroupRequest leave(GroupGeneration generation, short version) {
        LeaveGroupRequest.Builder request = LeaveGroupRequest.builder().groupId(settings.groupId());
        if (version >= FIRST_LEAVE_OF_MANY) {
            request.members(List.of(MemberIdentity.builder().memberId(generation.memberId())
                    .groupInstanceId(settings.instanceId()).build()));
        } else {
            request.memberId(generation.memberId());
        }
        return request.build();
    }

    OffsetCommitRequest commit(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets,
                               Function<String, Uuid> topicIds) {
        Map<String, List<OffsetCommitRequestPartition>> byTopic = new TreeMap<>();
        offsets.forEach((partition, offset) -> byTopic.computeIfAbsent(partition.topic(), unseen -> new ArrayList<>())
                .add(OffsetCommitRequestPartition.builder().partitionIndex(partition.partition())
                        .committedOffset(offset).committedMetadata("").build()));
        List<OffsetCommitRequestTopic> topics = new ArrayList<>();
        byTopic.forEach((topic, partitions) -> topics.add(OffsetCommitRequestTopic.builder().name(topic)
                .topicId(topicIds.apply(topic)).partitions(partitions).build()));
        return OffsetCommitRequest.builder().groupId(settings.groupId())
                .generationIdOrMemberEpoch(generation.id()).memberId(generation.memberId())
                .groupInstanceId(settings.instanceId()).topics(topics).build();
    }

    OffsetFetchRequest offsets(Iterable<TopicPartition> partitions, Function<String, Uuid> topicIds, short version) {
        Map<String, List<Integer>> byTopic = ConsumerProtocol.byTopic(partitions);
        OffsetFetchRequest.Builder request = OffsetFetchRequest.builder();
        if (version >= FIRST_OFFSET_FETCH_OF_STABLE) {
            request.requireStable(true);
        }
        if (version < FIRST_OFFSET_FETCH_OF_GROUPS) {
            List<OffsetFetchRequestTopic> topics = new ArrayList<>();
            byTopic.forEach((topic, numbers) -> topics.add(OffsetFetchRequestTopic.builder().name(topic)
                    .partitionIndexes(IntList.copyOf(numbers)).build()));
            return request.groupId(settings.groupId()).topics(topics).build();
        }
        List<OffsetFetchRequestTopics> topics = new ArrayList<>();
        byTopic.forEach((topic, numbers) -> topics.add(OffsetFetchRequestTopics.builder().name(topic)
                .topicId(topicIds.apply(topic)).partitionIndexes(IntList.copyOf(numbers)).build()));
        return request.groups(List.of(OffsetFetchRequestGroup.builder().groupId(settings.groupId())
                .topics(topics).build())).build();
    }
}
