package dev.seedlog.log;

/**
 * One partition of one topic.
 *
 * @param topic the topic's name
 * @param partition the partition's number, from 0
 */
public record TopicPartition(String topic, int partition) implements Comparable<TopicPartition> {

    @Override
    public int compareTo(TopicPartition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }

    /** The name of the partition's directory: {@code topic-partition}. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
