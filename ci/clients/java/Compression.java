import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Each compression: small records, large ones, none at all, with headers; all come back as they were. */
final class Compression {

    private static final int LARGE_BYTES = 900 * 1024;

    private final Node node;
    private final Admin admin;
    private final Random random = new Random(4711);

    Compression(Node node, Admin admin) {
        this.node = node;
        this.admin = admin;
    }

    void run() throws Exception {
        List<String> names = new ArrayList<>();
        for (String name : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            String topic = "java-" + name;
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            List<ProducerRecord<byte[], byte[]>> records = records(topic);
            produce(name, records);
            compare(name, records, consume(topic, records.size()));
            names.add(name);
        }
        Check.done("compression " + names + " of small and large records, with headers");
    }

    private List<ProducerRecord<byte[], byte[]>> records(String topic) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(record(topic, i, bytes("key-" + i), bytes("value ".repeat(i % 40) + i)));
        }
        byte[] noise = new byte[LARGE_BYTES];
        random.nextBytes(noise);
        records.add(record(topic, 300, bytes("noise"), noise));
        records.add(record(topic, 301, bytes("monotonous"), new byte[LARGE_BYTES]));
        records.add(record(topic, 302, bytes("no value"), null));
        records.add(record(topic, 303, null, bytes("no key")));
        records.add(record(topic, 304, new byte[0], new byte[0]));
        return records;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int number, byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, 1_700_000_000_000L + number, key, value);
        record.headers().add("twice", bytes("first " + number)).add("twice", bytes("second"));
        record.headers().add("null", null).add("Überschrift", bytes("ü"));
        return record;
    }

    private void produce(String name, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = new KafkaProducer<>(node.properties("compression.type", name, "linger.ms", "5",
                "acks", "all"), new ByteArraySerializer(), new ByteArraySerializer())) {
            var results = records.stream().map(producer::send).toList();
            producer.flush();
            for (int i = 0; i < results.size(); i++) {
                Check.equal((long) i, results.get(i).get().offset(), "acknowledged offset with " + name);
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> consume(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(node.properties("fetch.max.wait.ms", "100"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (records.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(10)).forEach(records::add);
        }
        return records;
    }

    private static void compare(String name, List<ProducerRecord<byte[], byte[]>> sent,
                                List<ConsumerRecord<byte[], byte[]>> read) {
        Check.equal(sent.size(), read.size(), "records read with " + name);
        for (int i = 0; i < sent.size(); i++) {
            String what = " of record " + i + " with " + name;
            Check.equal((long) i, read.get(i).offset(), "offset" + what);
            Check.equal(sent.get(i).timestamp(), read.get(i).timestamp(), "timestamp" + what);
            Check.equal(sent.get(i).key(), read.get(i).key(), "key" + what);
            Check.equal(sent.get(i).value(), read.get(i).value(), "value" + what);
            Header[] expected = sent.get(i).headers().toArray();
            Header[] actual = read.get(i).headers().toArray();
            Check.equal(expected.length, actual.length, "headers" + what);
            for (int h = 0; h < expected.length; h++) {
                Check.equal(expected[h].key(), actual[h].key(), "header " + h + what);
                Check.equal(expected[h].value(), actual[h].value(), "header " + h + what);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
