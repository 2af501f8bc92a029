package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a cluster lives through and must remember: it is told to one node through Kafka's clients, and asked of another
 * one on the same directory. Whatever is told is acknowledged.
 */
final class Story {

    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final String GROUP = "readers";
    private static final int DELETED_BELOW = 7;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long DEADLINE_SECONDS = 60;

    private final String bootstrap;
    private final Map<TopicPartition, List<String>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> committed = new LinkedHashMap<>();
    private int chapters;

    Story(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Topics with configurations and more partitions later, one deleted, records in every compression, a group's
     * offsets.
     */
    void begin() throws Exception {
        try (Admin admin = admin()) {
            List<NewTopic> topics = new ArrayList<>();
            for (String codec : CODECS) {
                topics.add(new NewTopic("in-" + codec, 2, (short) 1)
                        .configs(Map.of("segment.bytes", "1048576", "retention.ms", "-1")));
            }
            topics.add(new NewTopic("compacted", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
            topics.add(new NewTopic("gone", 3, (short) 1));
            admin.createTopics(topics).all().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.deleteTopics(List.of("gone")).all().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            admin.createPartitions(Map.of("in-none", NewPartitions.increaseTo(4))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            alter(admin, new ConfigResource(ConfigResource.Type.TOPIC, "in-gzip"), "max.message.bytes", "700000");
            alter(admin, new ConfigResource(ConfigResource.Type.BROKER, ""), "log.retention.ms", "86400000000");
        }
        goOn();
        try (Admin admin = admin()) {
            TopicPartition partition = new TopicPartition("in-lz4", 0);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(DELETED_BELOW))).all()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** More records in every topic, and the group is further on. */
    void goOn() throws Exception {
        chapters++;
        for (String codec : CODECS) {
            produce("in-" + codec, codec);
        }
        produce("compacted", "none");
        readAsGroup();
    }

    private void produce(String topic, String codec) throws Exception {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, codec, ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                // The topics are new. If a broker refuses the first batch because it does not lead yet, and accepts the
                // second one, it refuses the first for ever: of a producer that it does not know it takes any sequence.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String key = "key-" + chapters + "-" + i;
                String value = "value-" + i + "-" + "x".repeat(i * 10);
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
                record.headers().add("chapter", Integer.toString(chapters).getBytes(StandardCharsets.UTF_8));
                values.add(text(key, value, chapters));
                sent.add(producer.send(record));
            }
            for (int i = 0; i < sent.size(); i++) {
                RecordMetadata where = sent.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
                List<String> of = records.computeIfAbsent(new TopicPartition(topic, where.partition()),
                        any -> new ArrayList<>());
                assertEquals(of.size(), where.offset(), where.toString());
                of.add(values.get(i));
            }
        }
    }

    /** A member joins, reads on from what its group had committed, and commits. */
    private void readAsGroup() {
        try (var consumer = consumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, GROUP))) {
            consumer.subscribe(List.of("in-none", "in-zstd"));
            long wanted = 40;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            for (long read = 0; read < wanted && System.nanoTime() < deadline;) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    read++;
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    assertEquals(committed.getOrDefault(partition, 0L), record.offset(), partition.toString());
                    committed.put(partition, record.offset() + 1);
                }
            }
            consumer.commitSync();
        }
    }

    /** Checks that all of it is there. */
    void check() throws Exception {
        try (Admin admin = admin()) {
            Set<String> topics = new TreeSet<>(admin.listTopics().names().get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            Set<String> expected = new TreeSet<>(List.of("compacted"));
            CODECS.forEach(codec -> expected.add("in-" + codec));
            assertEquals(expected, topics);
            assertEquals(4, admin.describeTopics(List.of("in-none")).allTopicNames()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS).get("in-none").partitions().size());
            checkConfigs(admin);
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            committed.forEach((partition, offset) -> assertEquals(offset, offsets.get(partition).offset(),
                    partition.toString()));
        }
        checkRecords();
    }

    private void checkConfigs(Admin admin) throws Exception {
        assertEquals("700000", value(admin, "in-gzip", "max.message.bytes"));
        assertEquals("1048576", value(admin, "in-gzip", "segment.bytes"));
        assertEquals("-1", value(admin, "in-zstd", "retention.ms"));
        assertEquals("compact", value(admin, "compacted", "cleanup.policy"));
        assertEquals("86400000000", value(admin, "compacted", "retention.ms"));
    }

    private void checkRecords() {
        try (var consumer = consumer(Map.of())) {
            consumer.assign(records.keySet());
            consumer.seekToBeginning(records.keySet());
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(records.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(records.keySet());
            Map<String, List<String>> expected = new TreeMap<>();
            records.forEach((partition, all) -> {
                int first = partition.topic().equals("in-lz4") && partition.partition() == 0 ? DELETED_BELOW : 0;
                assertEquals(first, beginnings.get(partition), partition.toString());
                assertEquals(all.size(), ends.get(partition), partition.toString());
                expected.put(partition.toString(), all.subList(first, all.size()));
            });
            long wanted = expected.values().stream().mapToLong(List::size).sum();
            Map<String, List<String>> found = new TreeMap<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
            for (long read = 0; read < wanted && System.nanoTime() < deadline;) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
                    read++;
                    String chapter = new String(record.headers().lastHeader("chapter").value(), StandardCharsets.UTF_8);
                    found.computeIfAbsent(record.topic() + "-" + record.partition(), any -> new ArrayList<>())
                            .add(text(record.key(), record.value(), Integer.parseInt(chapter)));
                }
            }
            assertEquals(expected, found);
        }
    }

    private static String text(String key, String value, int chapter) {
        return chapter + " " + key + "=" + value;
    }

    private static String value(Admin admin, String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all()
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        return configs.get(resource).get(key).value();
    }

    private static void alter(Admin admin, ConfigResource resource, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(resource,
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)))).all()
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        Map<String, Object> settings = new TreeMap<>(more);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }
}
