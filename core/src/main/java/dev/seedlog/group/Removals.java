package dev.seedlog.group;

import dev.seedlog.base.Nanos;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteGroupsResponse;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.OffsetDeleteResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiPredicate;

/** What ends: groups that are deleted, offsets whose time is over, offsets of topics that are no more. */
final class Removals {

    private final GroupConfig config;
    private final Groups groups;
    private final OffsetStore offsets;
    private final Deadlines deadlines;

    Removals(GroupConfig config, Groups groups, OffsetStore offsets, Deadlines deadlines) {
        this.config = config;
        this.groups = groups;
        this.offsets = offsets;
        this.deadlines = deadlines;
    }

    /** Deletes groups without members, with all that they committed. */
    Decision<GroupRecord, List<DeleteGroupsResponse.DeletableGroupResult>> delete(List<String> groupIds) {
        List<GroupRecord> records = new ArrayList<>();
        List<DeleteGroupsResponse.DeletableGroupResult> results = new ArrayList<>(groupIds.size());
        for (String groupId : groupIds) {
            ClassicGroup group = groups.find(groupId);
            ErrorCode error = group == null ? ErrorCode.GROUP_ID_NOT_FOUND
                    : group.is(GroupState.EMPTY) ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
            if (error == ErrorCode.NONE) {
                forget(groupId, (topic, offset) -> true, records);
                records.add(group.toTombstone());
            }
            results.add(DeleteGroupsResponse.DeletableGroupResult.builder().groupId(groupId).errorCode(error.code())
                    .build());
        }
        return Decision.splittable(records, results);
    }

    /** Forgets single offsets (KIP-496): of consumers, those that no member reads; of other groups, if it is empty. */
    Decision<GroupRecord, OffsetDeleteResponse> deleteOffsets(OffsetDeleteRequest request) {
        ClassicGroup group = groups.find(request.groupId());
        if (group == null || group.is(GroupState.DEAD)) {
            throw new RefusedException(ErrorCode.GROUP_ID_NOT_FOUND, null);
        }
        if (!group.is(GroupState.EMPTY) && !Subscriptions.areKnown(group)) {
            throw new RefusedException(ErrorCode.NON_EMPTY_GROUP, null);
        }
        List<GroupRecord> records = new ArrayList<>();
        List<OffsetDeleteResponse.OffsetDeleteResponseTopic> topics = new ArrayList<>(request.topics().size());
        for (OffsetDeleteRequest.OffsetDeleteRequestTopic topic : request.topics()) {
            boolean read = Subscriptions.includes(group, topic.name());
            List<OffsetDeleteResponse.OffsetDeleteResponsePartition> partitions = new ArrayList<>();
            for (OffsetDeleteRequest.OffsetDeleteRequestPartition partition : topic.partitions()) {
                if (!read && offsets.find(group.id(), topic.name(), partition.partitionIndex()) != null) {
                    records.add(OffsetStore.record(group.id(), topic.name(), partition.partitionIndex(), null));
                }
                ErrorCode error = read ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE;
                partitions.add(OffsetDeleteResponse.OffsetDeleteResponsePartition.builder()
                        .partitionIndex(partition.partitionIndex()).errorCode(error.code()).build());
            }
            topics.add(OffsetDeleteResponse.OffsetDeleteResponseTopic.builder().name(topic.name())
                    .partitions(partitions).build());
        }
        return Decision.splittable(records, OffsetDeleteResponse.builder().topics(topics).build());
    }

    /** Forgets all that was committed for topics that are no more. */
    Decision<GroupRecord, Void> topicsEnded(EndedTopics ended) {
        List<GroupRecord> records = new ArrayList<>();
        for (ClassicGroup group : groups.all()) {
            forget(group.id(), (topic, offset) -> ended.include(topic, offset.topicId()), records);
        }
        return Decision.splittable(records, null);
    }

    /** From now on, what expires is looked for at intervals. */
    void armExpiry(DecisionPoint at) {
        long next = at.nowNanos() + Nanos.ofMillis(config.offsetsRetentionCheckIntervalMs());
        deadlines.arm(next, (then, records) -> {
            for (ClassicGroup group : groups.all()) {
                expire(group, then.epochMillis(), records);
            }
            armExpiry(then);
        });
    }

    /**
     * KIP-211: the offsets of a group end a retention time after its last member left; those of someone who only
     * commits, and those that consumers no longer subscribe to, a retention time after each commit. A group with
     * neither members nor offsets ends too.
     */
    private void expire(ClassicGroup group, long nowMs, List<GroupRecord> records) {
        boolean simple = group.protocolType() == null;
        boolean empty = group.is(GroupState.EMPTY);
        boolean consumers = group.is(GroupState.STABLE) && Subscriptions.topics(group) != null;
        if (!simple && !empty && !consumers) {
            return;
        }
        int before = records.size();
        ClassicGroup left = !simple && empty ? group : null;
        forget(group.id(), (topic, offset) -> (empty || !Subscriptions.includes(group, topic))
                && isOver(offset, left, nowMs), records);
        boolean nothingLeft = records.size() - before == count(group.id());
        if (nothingLeft && empty && group.promises().isEmpty()) {
            records.add(group.toTombstone());
        }
    }

    private boolean isOver(CommittedOffset offset, ClassicGroup left, long nowMs) {
        if (offset.expireTimestampMs() != CommittedOffset.NO_EXPIRY) {
            return nowMs >= offset.expireTimestampMs();
        }
        long since = left == null ? offset.commitTimestampMs()
                : Math.max(left.stateSinceMs(), offset.commitTimestampMs());
        return nowMs - since >= config.offsetsRetentionMs();
    }

    private void forget(String groupId, BiPredicate<String, CommittedOffset> over, List<GroupRecord> records) {
        for (Map.Entry<String, SortedMap<Integer, CommittedOffset>> topic : offsets.ofGroup(groupId).entrySet()) {
            topic.getValue().forEach((partition, offset) -> {
                if (over.test(topic.getKey(), offset)) {
                    records.add(OffsetStore.record(groupId, topic.getKey(), partition, null));
                }
            });
        }
    }

    private int count(String groupId) {
        int count = 0;
        for (SortedMap<Integer, CommittedOffset> topic : offsets.ofGroup(groupId).values()) {
            count += topic.size();
        }
        return count;
    }
}
