package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on sockets and files with a replicated partition, as Kafka's own clients see them. */
class RealReplicationTest {

    private static final String TOPIC = "orders";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int RECORDS = 300;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aProducerAndAConsumerGoOnThroughAKillOfTheLeader() throws Exception {
        try (RealCluster cluster = new RealCluster(3, folder, Map.of("offsets.topic.replication.factor", "3",
                "broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 3)
                    .configs(Map.of("min.insync.replicas", "2")))).all().get(30, TimeUnit.SECONDS);
            int killed = leader(admin);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<String, String> producer = producer(cluster)) {
                for (int i = 0; i < RECORDS; i++) {
                    sent.add(producer.send(new ProducerRecord<>(TOPIC, "key", "value-" + i)));
                    if (i == RECORDS / 3) {
                        sent.get(i).get(30, TimeUnit.SECONDS);
                        cluster.kill(killed);
                    }
                }
                for (Future<RecordMetadata> each : sent) {
                    each.get(60, TimeUnit.SECONDS);
                }
            }
            List<String> expected = IntStream.range(0, RECORDS).mapToObj(i -> "value-" + i).toList();
            assertEquals(expected, readByGroup(cluster));
            cluster.start(killed);
            awaitInSync(admin, 3);
            movesAndElects(admin, killed);
            assertEquals(expected, readByGroup(cluster));
        }
    }

    private static void movesAndElects(Admin admin, int preferred) throws Exception {
        List<Integer> others = IntStream.rangeClosed(1, 3).boxed().filter(id -> id != preferred).toList();
        admin.alterPartitionReassignments(Map.of(PARTITION, Optional.of(
                new NewPartitionReassignment(List.of(preferred, others.get(0)))))).all().get(30, TimeUnit.SECONDS);
        while (!admin.listPartitionReassignments().reassignments().get(30, TimeUnit.SECONDS).isEmpty()
                || describe(admin).partitions().get(0).replicas().size() != 2) {
            Thread.onSpinWait();
        }
        admin.electLeaders(ElectionType.PREFERRED, Set.of(PARTITION)).partitions().get(30, TimeUnit.SECONDS);
        while (leader(admin) != preferred) {
            Thread.onSpinWait();
        }
    }

    private static void awaitInSync(Admin admin, int count) throws Exception {
        while (describe(admin).partitions().get(0).isr().size() != count) {
            Thread.onSpinWait();
        }
    }

    private static int leader(Admin admin) throws Exception {
        Node leader = describe(admin).partitions().get(0).leader();
        return leader == null ? -1 : leader.id();
    }

    /** The broker that is asked may not have heard of the topic yet; within the test's time it has. */
    private static TopicDescription describe(Admin admin) throws Exception {
        while (true) {
            try {
                return admin.describeTopics(List.of(TOPIC)).allTopicNames().get(30, TimeUnit.SECONDS).get(TOPIC);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
    }

    private static KafkaProducer<String, String> producer(RealCluster cluster) {
        return new KafkaProducer<>(Map.of("bootstrap.servers", cluster.bootstrap(), "acks", "all", "linger.ms", "1"),
                new StringSerializer(), new StringSerializer());
    }

    private static List<String> readByGroup(RealCluster cluster) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
                cluster.bootstrap(), "group.id", "readers-" + System.nanoTime(), "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (values.size() < RECORDS && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
