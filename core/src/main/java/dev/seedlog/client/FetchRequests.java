package dev.seedlog.client;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchRequest.FetchPartition;
import dev.seedlog.wire.message.FetchRequest.FetchTopic;
import dev.seedlog.wire.message.FetchRequest.ForgottenTopic;
import dev.seedlog.wire.message.ListOffsetsRequest;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.seedlog.wire.message.ListOffsetsRequest.ListOffsetsTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what a fetcher asks for. */
final class FetchRequests {

    private static final int CONSUMER = -1;
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;

    private final ClusterView view;
    private final FetcherSettings settings;

    FetchRequests(ClusterView view, FetcherSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    FetchRequest fetch(FetchSession session, List<FetchState> fetched) {
        Map<String, List<FetchPartition>> byTopic = new TreeMap<>();
        for (FetchState state : session.toName(fetched, view)) {
            ClusterView.Leader leader = view.leader(state.partition());
            byTopic.computeIfAbsent(state.partition().topic(), unseen -> new ArrayList<>())
                    .add(FetchPartition.builder().partition(state.partition().partition())
                            .currentLeaderEpoch(leader.epoch()).fetchOffset(state.position())
                            .partitionMaxBytes(settings.partitionMaxBytes()).build());
        }
        List<FetchTopic> topics = new ArrayList<>();
        byTopic.forEach((topic, partitions) -> topics.add(FetchTopic.builder().topic(topic)
                .topicId(view.topicId(topic)).partitions(partitions).build()));
        return FetchRequest.builder().replicaId(CONSUMER).maxWaitMs(settings.maxWaitMs())
                .minBytes(settings.minBytes()).maxBytes(settings.maxBytes()).sessionId(session.id())
                .sessionEpoch(session.epoch()).rackId(settings.rack()).topics(topics)
                .forgottenTopicsData(forgotten(session, fetched)).build();
    }

    private static List<ForgottenTopic> forgotten(FetchSession session, List<FetchState> fetched) {
        Map<TopicPartition, Uuid> ids = session.toForget(fetched);
        Map<String, Uuid> topicIds = new TreeMap<>();
        ids.forEach((partition, id) -> topicIds.put(partition.topic(), id));
        List<ForgottenTopic> forgotten = new ArrayList<>();
        ConsumerProtocol.byTopic(ids.keySet()).forEach((topic, partitions) -> forgotten.add(ForgottenTopic.builder()
                .topic(topic).topicId(topicIds.get(topic)).partitions(partitions).build()));
        return forgotten;
    }

    ListOffsetsRequest listOffsets(List<FetchState> lost) {
        Map<String, List<ListOffsetsPartition>> byTopic = new TreeMap<>();
        for (FetchState state : lost) {
            byTopic.computeIfAbsent(state.partition().topic(), unseen -> new ArrayList<>())
                    .add(ListOffsetsPartition.builder().partitionIndex(state.partition().partition())
                            .currentLeaderEpoch(view.leader(state.partition()).epoch())
                            .timestamp(state.fromEarliest() ? EARLIEST : LATEST).build());
        }
        List<ListOffsetsTopic> topics = new ArrayList<>();
        byTopic.forEach((topic, partitions) -> topics.add(
                ListOffsetsTopic.builder().name(topic).partitions(partitions).build()));
        return ListOffsetsRequest.builder().replicaId(CONSUMER).topics(topics).build();
    }
}
