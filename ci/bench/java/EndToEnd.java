import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long one record takes from the producer to the consumer, one after the other, as Kafka's EndToEndLatency measures
 * it; that tool rounds to whole milliseconds and has no warm-up. Prints the percentiles in milliseconds. Arguments:
 * bootstrap address, topic, records, bytes of each.
 */
public final class EndToEnd {

    private static final double NANOS_PER_MS = 1e6;

    private EndToEnd() {
    }

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String topic = arguments[1];
        int records = Integer.parseInt(arguments[2]);
        byte[] value = new byte[Integer.parseInt(arguments[3])];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()))).all().get();
        }
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrap, "fetch.max.wait.ms", "500",
                     "enable.auto.commit", "false"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
             var producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "0"),
                     new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.position(partitions.get(0));
            int warmUp = records / 2;
            long[] nanos = new long[records];
            for (int i = -warmUp; i < records; i++) {
                long begin = System.nanoTime();
                producer.send(new ProducerRecord<>(topic, value)).get();
                int read = 0;
                while (read == 0) {
                    ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(60));
                    read = polled.count();
                }
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - begin;
                }
            }
            Arrays.sort(nanos);
            print("p50-ms", nanos, 0.5);
            print("p99-ms", nanos, 0.99);
            print("p99.9-ms", nanos, 0.999);
        }
    }

    private static void print(String name, long[] sorted, double quantile) {
        System.out.printf("%s %.3f%n", name, sorted[(int) (sorted.length * quantile)] / NANOS_PER_MS);
    }
}
