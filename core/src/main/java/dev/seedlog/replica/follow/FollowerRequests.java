package dev.seedlog.replica.follow;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchRequest.FetchPartition;
import dev.seedlog.wire.message.FetchRequest.FetchTopic;
import dev.seedlog.wire.message.FetchRequest.ForgottenTopic;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests of a follower, in the newest version of each. */
final class FollowerRequests {

    private final FollowerSettings settings;

    FollowerRequests(FollowerSettings settings) {
        this.settings = settings;
    }

    /** A fetch; what is named in it is told to be so. */
    FetchRequest fetch(long brokerEpoch, int sessionId, int sessionEpoch, List<FollowedPartition> wanted,
                       List<PartitionKey> forgotten) {
        Map<Uuid, List<FetchPartition>> byTopic = new LinkedHashMap<>();
        for (FollowedPartition partition : wanted) {
            byTopic.computeIfAbsent(partition.topicId(), id -> new ArrayList<>()).add(position(partition));
            partition.told();
        }
        Map<Uuid, List<Integer>> forgottenByTopic = new LinkedHashMap<>();
        for (PartitionKey partition : forgotten) {
            forgottenByTopic.computeIfAbsent(partition.topicId(), id -> new ArrayList<>()).add(partition.partition());
        }
        List<FetchTopic> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((id, partitions) ->
                topics.add(FetchTopic.builder().topicId(id).partitions(partitions).build()));
        List<ForgottenTopic> forgottenTopics = new ArrayList<>(forgottenByTopic.size());
        forgottenByTopic.forEach((id, partitions) ->
                forgottenTopics.add(ForgottenTopic.builder().topicId(id).partitions(partitions).build()));
        return FetchRequest.builder()
                .replicaState(FetchRequest.ReplicaState.builder().replicaId(settings.brokerId())
                        .replicaEpoch(brokerEpoch).build())
                .maxWaitMs(settings.waitMs()).minBytes(settings.minBytes()).maxBytes(settings.responseMaxBytes())
                .sessionId(sessionId).sessionEpoch(sessionEpoch).topics(topics).forgottenTopicsData(forgottenTopics)
                .build();
    }

    private FetchPartition position(FollowedPartition partition) {
        return FetchPartition.builder().partition(partition.partition())
                .currentLeaderEpoch(partition.leaderEpoch()).fetchOffset(partition.log().logEndOffset())
                .lastFetchedEpoch(partition.lastEpoch()).logStartOffset(partition.log().logStartOffset())
                .partitionMaxBytes(settings.partitionMaxBytes()).highWatermark(partition.log().highWatermark())
                .build();
    }

    /** Asks for an end of the leader's log. */
    ListOffsetsRequest offset(FollowedPartition partition, long timestamp) {
        return ListOffsetsRequest.builder().replicaId(settings.brokerId())
                .topics(List.of(ListOffsetsTopic.builder().name(partition.log().partition().topic())
                        .partitions(List.of(ListOffsetsPartition.builder().partitionIndex(partition.partition())
                                .currentLeaderEpoch(partition.leaderEpoch()).timestamp(timestamp).build()))
                        .build())).build();
    }
}
