package dev.seedlog.broker.api;

import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.replica.fetch.FetchTarget;
import dev.seedlog.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.List;

/** The answer to a fetch, put together partition by partition. */
final class FetchAnswer {

    private final int sessionId;
    /** Null for versions that have no room for them. */
    private final LeaderHints hints;
    private final List<FetchResponse.FetchableTopicResponse> topics = new ArrayList<>();
    private List<FetchResponse.PartitionData> ofTopic = new ArrayList<>();
    private FetchTarget topic;

    FetchAnswer(int sessionId, LeaderHints hints) {
        this.sessionId = sessionId;
        this.hints = hints;
    }

    /** Adds a partition. Those of one topic that follow each other are told together. */
    void add(FetchTarget target, FetchResponse.PartitionData data) {
        if (topic != null && !sameTopic(topic, target)) {
            endTopic();
        }
        topic = target;
        ofTopic.add(hints == null || !LeaderHints.wantedFor(data.errorCode()) ? data : withLeader(target, data));
    }

    FetchResponse build() {
        if (topic != null) {
            endTopic();
        }
        return FetchResponse.builder().sessionId(sessionId).responses(topics)
                .nodeEndpoints(hints == null ? List.of() : endpoints()).build();
    }

    private FetchResponse.PartitionData withLeader(FetchTarget target, FetchResponse.PartitionData data) {
        PartitionImage known = hints.of(target.topicId(), target.topic(), target.partition());
        return known == null ? data : data.toBuilder().currentLeader(FetchResponse.LeaderIdAndEpoch.builder()
                .leaderId(known.leader()).leaderEpoch(known.leaderEpoch()).build()).build();
    }

    private List<FetchResponse.NodeEndpoint> endpoints() {
        List<FetchResponse.NodeEndpoint> endpoints = new ArrayList<>();
        for (ClusterNodes.Node node : hints.nodes()) {
            endpoints.add(FetchResponse.NodeEndpoint.builder().nodeId(node.id()).host(node.host()).port(node.port())
                    .rack(node.broker().rack()).build());
        }
        return endpoints;
    }

    private void endTopic() {
        topics.add(FetchResponse.FetchableTopicResponse.builder().topic(topic.topic() == null ? "" : topic.topic())
                .topicId(topic.topicId()).partitions(ofTopic).build());
        ofTopic = new ArrayList<>();
    }

    private static boolean sameTopic(FetchTarget one, FetchTarget other) {
        return one.topicId().equals(other.topicId())
                && (one.topic() == null ? other.topic() == null : one.topic().equals(other.topic()));
    }
}
