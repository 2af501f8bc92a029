package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.MetadataResponse;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponseBroker;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponsePartition;
import dev.seedlog.wire.message.MetadataResponse.MetadataResponseTopic;
import java.util.Map;
import java.util.TreeMap;

/** What a client knows of the cluster: brokers, topics and who leads their partitions. */
public final class ClusterView {

    /** Nobody. */
    public static final int NO_LEADER = -1;

    private final Map<Integer, HostPort> brokers = new TreeMap<>();
    private final Map<String, Uuid> topicIds = new TreeMap<>();
    private final Map<Uuid, String> topicNames = new TreeMap<>();
    private final Map<TopicPartition, Leader> leaders = new TreeMap<>();
    private final Map<String, Integer> partitionCounts = new TreeMap<>();

    /**
     * Who leads a partition.
     *
     * @param nodeId the broker, or {@link #NO_LEADER}
     * @param epoch the leader epoch
     */
    public record Leader(int nodeId, int epoch) {
    }

    ClusterView() {
    }

    /** Where a broker listens, or null. */
    public HostPort broker(int nodeId) {
        return brokers.get(nodeId);
    }

    /** The id of a topic; zero if it is not known or the brokers have none. */
    public Uuid topicId(String topic) {
        return topicIds.getOrDefault(topic, Uuid.ZERO);
    }

    /** The name of a topic, or null if it is not known. */
    public String topicName(Uuid topicId) {
        return topicNames.get(topicId);
    }

    /** How many partitions a topic has; 0 if it is not known. */
    public int partitionCount(String topic) {
        return partitionCounts.getOrDefault(topic, 0);
    }

    /** Whether a topic is known to exist. */
    public boolean knows(String topic) {
        return topicIds.containsKey(topic);
    }

    /** Who leads a partition; null if it is not known. */
    public Leader leader(TopicPartition partition) {
        return leaders.get(partition);
    }

    /**
     * Takes what a broker says; an older leader epoch does not replace a newer one of the same topic. A topic that the
     * broker does not have is forgotten, but for its id, under which late answers may still come.
     *
     * @return whether it is anything but what was known
     */
    boolean update(MetadataResponse response) {
        Map<Integer, HostPort> before = new TreeMap<>(brokers);
        brokers.clear();
        for (MetadataResponseBroker broker : response.brokers()) {
            brokers.put(broker.nodeId(), new HostPort(broker.host(), broker.port()));
        }
        boolean news = !brokers.equals(before);
        for (MetadataResponseTopic topic : response.topics()) {
            ErrorCode error = ErrorCode.forCode(topic.errorCode());
            if (error == ErrorCode.NONE) {
                news |= learn(topic);
            } else if (error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION && topic.name() != null) {
                news |= knows(topic.name());
                forget(topic.name());
            }
        }
        return news;
    }

    /**
     * Takes what an error says of a partition's leader (KIP-951).
     *
     * @param address where the leader listens; null if that was not said
     * @return whether it is newer than what was known, and enough to go there
     */
    boolean learnLeader(TopicPartition partition, Leader leader, HostPort address) {
        Leader before = leaders.get(partition);
        boolean newer = before == null ? knows(partition.topic()) : leader.epoch() > before.epoch();
        if (!newer || leader.nodeId() < 0 || address == null && !brokers.containsKey(leader.nodeId())) {
            return false;
        }
        leaders.put(partition, leader);
        if (address != null) {
            brokers.put(leader.nodeId(), address);
        }
        return true;
    }

    private void forget(String topic) {
        topicIds.remove(topic);
        partitionCounts.remove(topic);
        leaders.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    private boolean learn(MetadataResponseTopic topic) {
        Uuid known = topicIds.get(topic.name());
        boolean sameTopic = topic.topicId().equals(known);
        boolean news = !sameTopic;
        if (!sameTopic) {
            forget(topic.name());
        }
        topicIds.put(topic.name(), topic.topicId());
        partitionCounts.put(topic.name(), topic.partitions().size());
        topicNames.put(topic.topicId(), topic.name());
        for (MetadataResponsePartition partition : topic.partitions()) {
            TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
            Leader before = leaders.get(key);
            boolean hasLeader = ErrorCode.forCode(partition.errorCode()) != ErrorCode.LEADER_NOT_AVAILABLE;
            if (before == null || !sameTopic || partition.leaderEpoch() >= before.epoch()) {
                Leader leader = new Leader(hasLeader ? partition.leaderId() : NO_LEADER, partition.leaderEpoch());
                news |= !leader.equals(leaders.put(key, leader));
            }
        }
        return news;
    }
}
