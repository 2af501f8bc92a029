import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A group that reads half, commits and leaves; after a kill of the node another member reads the rest, and only that.
 */
final class GroupResumes {

    private static final String GROUP = "java-readers";

    private final Node node;
    private final Admin admin;
    private final KeyedRecords records;

    GroupResumes(Node node, Admin admin, KeyedRecords records) {
        this.node = node;
        this.admin = admin;
        this.records = records;
    }

    void run() throws Exception {
        int total = records.acknowledgedCount();
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        Map<TopicPartition, Long> committed = readAndCommit(total / 2, read);
        int first = read.size();
        Check.equal(committed, committedByNode(), "offsets committed by " + GROUP);
        node.restart("kill");
        Check.equal(committed, committedByNode(), "offsets committed by " + GROUP + ", after a kill");
        readAndCommit(total - first, read);
        // Offsets that follow each other without a gap or a step back are the proof that it went on where it was.
        records.expectExactly(read);
        admin.deleteConsumerGroups(List.of(GROUP)).all().get();
        Check.done("a group read " + first + ", committed, and went on behind a kill with " + (read.size() - first));
    }

    /** Reads at least so many, commits what was read, and leaves. Answers what it committed. */
    private Map<TopicPartition, Long> readAndCommit(int count, List<ConsumerRecord<String, String>> read) {
        Map<TopicPartition, Long> positions = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        try (var consumer = new KafkaConsumer<>(node.properties("group.id", GROUP, "auto.offset.reset", "earliest",
                "enable.auto.commit", "false", "max.poll.records", "50"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(JavaClient.KEYED));
            int end = read.size() + count;
            long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (read.size() < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
            consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
            consumer.commitSync();
        }
        return positions;
    }

    private Map<TopicPartition, Long> committedByNode() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
        return offsets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }
}
