package dev.seedlog.group;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.DecisionPoint;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.OffsetCommitRequest;
import dev.seedlog.wire.message.OffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;

/** OffsetCommit: by members of the current generation, or by anyone while the group has no members. */
final class Commits {

    private static final int NO_GENERATION = -1;
    private static final short FIRST_VERSION_WITH_GROUP_NOT_FOUND = 9;
    private static final long NO_RETENTION = -1;

    private final GroupConfig config;
    private final Groups groups;
    private final Rebalances rebalances;

    Commits(GroupConfig config, Groups groups, Rebalances rebalances) {
        this.config = config;
        this.groups = groups;
        this.rebalances = rebalances;
    }

    /** What a commit comes to. Topics that do not exist have been sorted out before. */
    Decision<GroupRecord, OffsetCommitResponse> commit(OffsetCommitRequest request, short version,
                                                       DecisionPoint at) {
        requireRight(request, version, at);
        List<GroupRecord> records = new ArrayList<>();
        List<OffsetCommitResponse.OffsetCommitResponseTopic> topics = new ArrayList<>(request.topics().size());
        for (OffsetCommitRequest.OffsetCommitRequestTopic topic : request.topics()) {
            List<OffsetCommitResponse.OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequest.OffsetCommitRequestPartition partition : topic.partitions()) {
                boolean tooLarge = length(partition.committedMetadata()) > config.offsetMetadataMaxBytes();
                if (!tooLarge) {
                    records.add(OffsetStore.record(request.groupId(), topic.name(), partition.partitionIndex(),
                            offset(request, topic.topicId(), partition, at)));
                }
                ErrorCode error = tooLarge ? ErrorCode.OFFSET_METADATA_TOO_LARGE : ErrorCode.NONE;
                partitions.add(OffsetCommitResponse.OffsetCommitResponsePartition.builder()
                        .partitionIndex(partition.partitionIndex()).errorCode(error.code()).build());
            }
            topics.add(OffsetCommitResponse.OffsetCommitResponseTopic.builder().name(topic.name())
                    .topicId(topic.topicId()).partitions(partitions).build());
        }
        return Decision.splittable(records, OffsetCommitResponse.builder().topics(topics).build());
    }

    private void requireRight(OffsetCommitRequest request, short version, DecisionPoint at) {
        int generation = request.generationIdOrMemberEpoch();
        ClassicGroup group = groups.find(request.groupId());
        if (group == null) {
            if (generation > NO_GENERATION) {
                // A group that does not remember its generation: the member has to join again.
                throw new RefusedException(version >= FIRST_VERSION_WITH_GROUP_NOT_FOUND
                        ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION, null);
            }
            return;
        }
        if (group.is(GroupState.DEAD)) {
            throw new RefusedException(ErrorCode.COORDINATOR_NOT_AVAILABLE, null);
        }
        if (generation <= NO_GENERATION && group.is(GroupState.EMPTY)) {
            return;
        }
        if (generation <= NO_GENERATION && request.memberId().isEmpty() && request.groupInstanceId() == null) {
            throw new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, null);
        }
        Member member = groups.require(group, request.memberId(), request.groupInstanceId());
        if (generation != group.generation()) {
            throw new RefusedException(ErrorCode.ILLEGAL_GENERATION, null);
        }
        if (group.is(GroupState.COMPLETING_REBALANCE)) {
            throw new RefusedException(ErrorCode.REBALANCE_IN_PROGRESS, null);
        }
        rebalances.renewSession(group, member, at);
    }

    private static CommittedOffset offset(OffsetCommitRequest request, Uuid topicId,
                                          OffsetCommitRequest.OffsetCommitRequestPartition partition,
                                          DecisionPoint at) {
        long now = at.epochMillis();
        String metadata = partition.committedMetadata() == null ? "" : partition.committedMetadata();
        long expiry = request.retentionTimeMs() == NO_RETENTION
                ? CommittedOffset.NO_EXPIRY : now + request.retentionTimeMs();
        return new CommittedOffset(partition.committedOffset(), partition.committedLeaderEpoch(), metadata, now,
                expiry, topicId);
    }

    /** Kafka counts characters, whatever the setting's name says. */
    private static int length(String metadata) {
        return metadata == null ? 0 : metadata.length();
    }
}
