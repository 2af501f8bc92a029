package dev.seedlog.group;

import dev.seedlog.wire.message.OffsetFetchRequest;
import dev.seedlog.wire.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** OffsetFetch: what groups have committed. What was never committed is answered with offset -1, not with an error. */
final class OffsetQueries {

    private static final long NOTHING_COMMITTED = -1;
    private static final int NO_EPOCH = -1;

    private final OffsetStore offsets;

    OffsetQueries(OffsetStore offsets) {
        this.offsets = offsets;
    }

    /** The offsets of one group: of the partitions that are named, or all if no topics are. */
    OffsetFetchResponse.OffsetFetchResponseGroup fetch(OffsetFetchRequest.OffsetFetchRequestGroup request) {
        List<OffsetFetchResponse.OffsetFetchResponseTopics> topics = request.topics() == null
                ? all(request.groupId()) : named(request);
        return OffsetFetchResponse.OffsetFetchResponseGroup.builder().groupId(request.groupId()).topics(topics).build();
    }

    private List<OffsetFetchResponse.OffsetFetchResponseTopics> all(String groupId) {
        List<OffsetFetchResponse.OffsetFetchResponseTopics> topics = new ArrayList<>();
        for (Map.Entry<String, SortedMap<Integer, CommittedOffset>> topic : offsets.ofGroup(groupId).entrySet()) {
            List<OffsetFetchResponse.OffsetFetchResponsePartitions> partitions = new ArrayList<>();
            topic.getValue().forEach((partition, offset) -> partitions.add(answer(partition, offset)));
            topics.add(OffsetFetchResponse.OffsetFetchResponseTopics.builder().name(topic.getKey())
                    .partitions(partitions).build());
        }
        return topics;
    }

    private List<OffsetFetchResponse.OffsetFetchResponseTopics> named(
            OffsetFetchRequest.OffsetFetchRequestGroup request) {
        List<OffsetFetchResponse.OffsetFetchResponseTopics> topics = new ArrayList<>(request.topics().size());
        for (OffsetFetchRequest.OffsetFetchRequestTopics topic : request.topics()) {
            List<OffsetFetchResponse.OffsetFetchResponsePartitions> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitionIndexes().size(); i++) {
                int partition = topic.partitionIndexes().get(i);
                partitions.add(answer(partition, find(request.groupId(), topic, partition)));
            }
            topics.add(OffsetFetchResponse.OffsetFetchResponseTopics.builder().name(topic.name())
                    .topicId(topic.topicId()).partitions(partitions).build());
        }
        return topics;
    }

    /** What was committed for a topic that is no more is not what is asked for, even if it is not yet forgotten. */
    private CommittedOffset find(String groupId, OffsetFetchRequest.OffsetFetchRequestTopics topic, int partition) {
        CommittedOffset offset = offsets.find(groupId, topic.name(), partition);
        return offset == null || offset.isOfAnother(topic.topicId()) ? null : offset;
    }

    private static OffsetFetchResponse.OffsetFetchResponsePartitions answer(int partition, CommittedOffset offset) {
        var answer = OffsetFetchResponse.OffsetFetchResponsePartitions.builder().partitionIndex(partition);
        return offset == null
                ? answer.committedOffset(NOTHING_COMMITTED).committedLeaderEpoch(NO_EPOCH).metadata("").build()
                : answer.committedOffset(offset.offset()).committedLeaderEpoch(offset.leaderEpoch())
                        .metadata(offset.metadata()).build();
    }
}
