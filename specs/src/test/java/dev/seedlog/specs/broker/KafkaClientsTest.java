package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.contract.TestWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own clients against a whole node on sockets and files. */
class KafkaClientsTest extends BrokerTest {

    private static final int RECORDS = 200;
    private static final long PATIENCE_MS = 30_000;

    @Override
    protected TestWorld newWorld() {
        return new RealNodeWorld();
    }

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("orders", 3, (short) 1))).all().get(30, TimeUnit.SECONDS);
            assertTrue(admin.listTopics().names().get(30, TimeUnit.SECONDS).contains("orders"));
            assertEquals(3, admin.describeTopics(List.of("orders")).allTopicNames().get(30, TimeUnit.SECONDS)
                    .get("orders")
                    .partitions().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void whatIsProducedIsConsumed(String compression) throws Exception {
        produce(0, RECORDS, compression);
        assertEquals(expected(0, RECORDS), consume("g", RECORDS));
    }

    @Test
    void aGroupResumesWhereItCommittedAfterACleanStop() throws Exception {
        produce(0, RECORDS, "none");
        consume("g", RECORDS);
        node().stop();
        world().runUntil("the node has stopped", () -> !node().running());
        assertEquals(0, node().exitStatus());
        startAgain();
        produce(RECORDS, 2 * RECORDS, "none");
        assertEquals(expected(RECORDS, 2 * RECORDS), consume("g", RECORDS));
        assertEquals(expected(0, 2 * RECORDS), consume("other", 2 * RECORDS));
    }

    @Test
    void nothingAcknowledgedIsLostByAKill() throws Exception {
        produce(0, RECORDS, "lz4");
        consume("g", RECORDS);
        node().kill();
        world().runUntil("the node is dead", () -> !node().running());
        startAgain();
        produce(RECORDS, 2 * RECORDS, "lz4");
        assertEquals(expected(RECORDS, 2 * RECORDS), consume("g", RECORDS));
        assertEquals(expected(0, 2 * RECORDS), consume("other", 2 * RECORDS));
    }

    private String bootstrap() {
        return node().bootstrap().toString();
    }

    /** Keyed records with these numbers, each acknowledged. */
    private void produce(int from, int to, String compression) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap(),
                "compression.type", compression, "acks", "all", "linger.ms", "1"), new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < to; i++) {
                ProducerRecord<String, String> record = new ProducerRecord<>("orders", "key-" + i, "value-" + i);
                record.headers().add("number", String.valueOf(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> each : sent) {
                assertTrue(each.get(30, TimeUnit.SECONDS).hasOffset());
            }
        }
    }

    /** Consumes as a group's only member until so many came or patience ends, and commits. */
    private List<String> consume(String group, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap(),
                "group.id", group, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            long deadline = System.currentTimeMillis() + PATIENCE_MS;
            while (values.size() < count && System.currentTimeMillis() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    assertEquals(record.value().replace("value", "key"), record.key());
                    assertEquals(1, List.of(record.headers().toArray()).size());
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        values.sort(null);
        return values;
    }

    private static List<String> expected(int from, int to) {
        List<String> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            values.add("value-" + i);
        }
        values.sort(null);
        return values;
    }
}
