package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.WireReader;
import dev.seedlog.wire.message.ConsumerProtocolAssignment;
import dev.seedlog.wire.message.ConsumerProtocolSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What consumers of a group tell one another through its coordinator, which does not look into it: what they subscribe
 * to and have, and what their leader assigns. A version stands in front; later versions begin like earlier ones.
 */
final class ConsumerProtocol {

    /** What kind of group this is for the coordinator. */
    static final String TYPE = "consumer";

    private static final int VERSION_BYTES = 2;

    private ConsumerProtocol() {
    }

    /**
     * What a member says of itself.
     *
     * @param topics what it subscribes to
     * @param owned what it has and will keep if it is not told otherwise
     * @param generation the generation in which it was given that; -1 if it does not say
     */
    record Subscription(SortedSet<String> topics, SortedSet<TopicPartition> owned, int generation) {
    }

    static BufferSlice encode(Subscription subscription) {
        List<ConsumerProtocolSubscription.TopicPartition> owned = new ArrayList<>();
        byTopic(subscription.owned).forEach((topic, partitions) -> owned.add(ConsumerProtocolSubscription.TopicPartition
                .builder().topic(topic).partitions(IntList.copyOf(partitions)).build()));
        return versioned(ConsumerProtocolSubscription.builder().topics(List.copyOf(subscription.topics))
                .ownedPartitions(owned).generationId(subscription.generation).build(),
                ConsumerProtocolSubscription.HIGHEST_VERSION);
    }

    static BufferSlice encode(List<TopicPartition> assignment) {
        List<ConsumerProtocolAssignment.TopicPartition> assigned = new ArrayList<>();
        byTopic(assignment).forEach((topic, partitions) -> assigned.add(ConsumerProtocolAssignment.TopicPartition
                .builder().topic(topic).partitions(IntList.copyOf(partitions)).build()));
        return versioned(ConsumerProtocolAssignment.builder().assignedPartitions(assigned).build(),
                ConsumerProtocolAssignment.HIGHEST_VERSION);
    }

    /**
     * What a member said.
     *
     * @throws WireFormatException if it says nothing that can be read
     */
    static Subscription subscription(BufferSlice bytes) {
        WireReader in = new WireReader().wrap(bytes);
        short version = readVersion(in, ConsumerProtocolSubscription.HIGHEST_VERSION);
        ConsumerProtocolSubscription read = ConsumerProtocolSubscription.read(in, version);
        SortedSet<TopicPartition> owned = new TreeSet<>();
        for (ConsumerProtocolSubscription.TopicPartition topic : read.ownedPartitions()) {
            topic.partitions().forEach(partition -> owned.add(new TopicPartition(topic.topic(), partition)));
        }
        return new Subscription(new TreeSet<>(read.topics()), owned, read.generationId());
    }

    /**
     * What a member was given; nothing if there are no bytes.
     *
     * @throws WireFormatException if it cannot be read
     */
    static SortedSet<TopicPartition> assignment(BufferSlice bytes) {
        SortedSet<TopicPartition> assigned = new TreeSet<>();
        if (bytes != null && bytes.lengthBytes() > 0) {
            WireReader in = new WireReader().wrap(bytes);
            short version = readVersion(in, ConsumerProtocolAssignment.HIGHEST_VERSION);
            for (ConsumerProtocolAssignment.TopicPartition topic
                    : ConsumerProtocolAssignment.read(in, version).assignedPartitions()) {
                topic.partitions().forEach(partition -> assigned.add(new TopicPartition(topic.topic(), partition)));
            }
        }
        return assigned;
    }

    /** The partitions' numbers of each topic, in order. */
    static Map<String, List<Integer>> byTopic(Iterable<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), unseen -> new ArrayList<>()).add(partition.partition());
        }
        return byTopic;
    }

    private static short readVersion(WireReader in, short newest) {
        short version = in.readInt16("version");
        if (version < 0) {
            throw new WireFormatException("version", in.position(), "a member's metadata has version " + version);
        }
        return (short) Math.min(version, newest);
    }

    private static BufferSlice versioned(WireMessage message, short version) {
        byte[] body = message.toBytes(version);
        byte[] all = new byte[VERSION_BYTES + body.length];
        all[1] = (byte) version;
        System.arraycopy(body, 0, all, VERSION_BYTES, body.length);
        return BufferSlice.of(all);
    }
}
