package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;

/**
 * A partition of a topic, by the topic's id.
 *
 * @param topicId the topic
 * @param partitionId the partition's number in it
 */
public record TopicPartitionId(Uuid topicId, int partitionId) implements Comparable<TopicPartitionId> {

    @Override
    public int compareTo(TopicPartitionId that) {
        int topics = topicId.compareTo(that.topicId);
        return topics != 0 ? topics : Integer.compare(partitionId, that.partitionId);
    }
}
