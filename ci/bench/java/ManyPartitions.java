import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Prints the milliseconds until many partitions are all led and each has acknowledged (acks=all) a record: from their
 * creation, or, if they are there, from now on. Arguments: bootstrap address, {@code create} or {@code await}, number
 * of topics, partitions of each, replicas.
 */
public final class ManyPartitions {

    private ManyPartitions() {
    }

    public static void main(String[] arguments) throws Exception {
        int topics = Integer.parseInt(arguments[2]);
        int partitions = Integer.parseInt(arguments[3]);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            names.add("many-" + partitions + "-" + i);
        }
        try (Admin admin = Admin.create(properties(arguments[0]));
             var producer = new KafkaProducer<>(properties(arguments[0]), new ByteArraySerializer(),
                     new ByteArraySerializer())) {
            long startNanos = System.nanoTime();
            if (arguments[1].equals("create")) {
                short replicas = Short.parseShort(arguments[4]);
                // One request for all may be more than a controller does in one operation (10,000 records).
                List<KafkaFuture<Void>> created = names.stream()
                        .map(name -> Collections.singleton(new NewTopic(name, partitions, replicas)))
                        .map(topic -> admin.createTopics(topic).all()).toList();
                KafkaFuture.allOf(created.toArray(KafkaFuture[]::new)).get();
                System.out.println("created " + millisSince(startNanos));
            }
            awaitLed(admin, names, partitions);
            System.out.println("led " + millisSince(startNanos));
            produce(producer, names, partitions);
            System.out.println("acknowledged " + millisSince(startNanos));
        }
    }

    private static Properties properties(String bootstrap) {
        Properties properties = new Properties();
        properties.putAll(Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", "5",
                "max.block.ms", "300000", "delivery.timeout.ms", "300000", "reconnect.backoff.max.ms", "20",
                "reconnect.backoff.ms", "20", "default.api.timeout.ms", "300000", "request.timeout.ms", "120000"));
        properties.put("retry.backoff.ms", "20");
        properties.put("retry.backoff.max.ms", "50");
        properties.put("buffer.memory", "268435456");
        return properties;
    }

    private static void awaitLed(Admin admin, List<String> names, int partitions) throws Exception {
        long deadlineNanos = System.nanoTime() + 300_000_000_000L;
        while (ledBy(admin, names) < names.size() * partitions) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("after 300 s not all partitions are led");
            }
            Thread.sleep(20);
        }
    }

    private static int ledBy(Admin admin, List<String> names) throws InterruptedException {
        int led = 0;
        for (String name : names) {
            try {
                TopicDescription topic = admin.describeTopics(Collections.singleton(name)).allTopicNames().get()
                        .get(name);
                led += (int) topic.partitions().stream().map(TopicPartitionInfo::leader)
                        .filter(leader -> Optional.ofNullable(leader).isPresent()).count();
            } catch (ExecutionException e) {
                return 0;
            }
        }
        return led;
    }

    private static void produce(KafkaProducer<byte[], byte[]> producer, List<String> names, int partitions)
            throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (String name : names) {
            for (int i = 0; i < partitions; i++) {
                sent.add(producer.send(new ProducerRecord<>(name, i, null, new byte[100])));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
