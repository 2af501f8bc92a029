package dev.seedlog.broker.api;

import dev.seedlog.replica.fetch.FetchTarget;
import dev.seedlog.wire.message.FetchResponse;
import java.util.ArrayList;
import java.util.List;

/** The answer to a fetch, put together partition by partition. */
final class FetchAnswer {

    private final int sessionId;
    private final List<FetchResponse.FetchableTopicResponse> topics = new ArrayList<>();
    private List<FetchResponse.PartitionData> ofTopic = new ArrayList<>();
    private FetchTarget topic;

    FetchAnswer(int sessionId) {
        this.sessionId = sessionId;
    }

    /** Adds a partition. Those of one topic that follow each other are told together. */
    void add(FetchTarget target, FetchResponse.PartitionData data) {
        if (topic != null && !sameTopic(topic, target)) {
            endTopic();
        }
        topic = target;
        ofTopic.add(data);
    }

    FetchResponse build() {
        if (topic != null) {
            endTopic();
        }
        return FetchResponse.builder().sessionId(sessionId).responses(topics).build();
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
