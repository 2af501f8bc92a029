import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces all the time, kills one of three nodes, and prints the longest time between two acknowledgements in
 * milliseconds. Arguments: bootstrap addresses; which node (leader, controller, both, follower); the folder where each
 * node's process id is in node-ID/pid; the topic, which must not exist.
 */
public final class Failover {

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long WARM_UP_MS = 5_000;
    private static final long WATCH_MS = 20_000;
    private static final long SEND_EVERY_MS = 2;

    private Failover() {
    }

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String which = arguments[1];
        Path folder = Path.of(arguments[2]);
        String topic = arguments[3];
        int victim;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            int controller = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
            int next = controller % 3 + 1;
            int last = next % 3 + 1;
            int leader = which.equals("both") ? controller : next;
            victim = switch (which) {
                case "leader", "both" -> leader;
                case "controller" -> controller;
                default -> last;
            };
            List<Integer> replicas = new ArrayList<>(List.of(leader));
            for (int id = 1; id <= 3; id++) {
                if (id != leader) {
                    replicas.add(id);
                }
            }
            admin.createTopics(List.of(new NewTopic(topic, Map.of(0, replicas)))).all().get();
            awaitAllInSync(admin, topic);
        }
        System.out.println(longestGapMs(bootstrap, topic, folder.resolve("node-" + victim).resolve("pid")));
        System.exit(0);
    }

    private static void awaitAllInSync(Admin admin, String topic) throws Exception {
        long deadline = System.nanoTime() + 60_000 * NANOS_PER_MS;
        TopicPartitionInfo partition;
        do {
            partition = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().get(0);
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all replicas are in sync: " + partition);
            }
        } while (partition.isr().size() < 3);
    }

    private static long longestGapMs(String bootstrap, String topic, Path pid) throws Exception {
        AtomicLong last = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrap, "acks", "all",
                "max.block.ms", "60000"), new ByteArraySerializer(), new ByteArraySerializer())) {
            long begin = System.nanoTime();
            boolean killed = false;
            while (System.nanoTime() - begin < (WARM_UP_MS + WATCH_MS) * NANOS_PER_MS) {
                if (!killed && System.nanoTime() - begin > WARM_UP_MS * NANOS_PER_MS) {
                    killed = true;
                    longest.set(0);
                    long id = Long.parseLong(Files.readString(pid).strip());
                    if (!ProcessHandle.of(id).orElseThrow().destroyForcibly()) {
                        throw new IllegalStateException("process " + id + " could not be killed");
                    }
                }
                producer.send(new ProducerRecord<>(topic, new byte[100]), (metadata, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException(failure);
                    }
                    long now = System.nanoTime();
                    long gap = now - last.getAndSet(now);
                    longest.accumulateAndGet(gap, Math::max);
                });
                Thread.sleep(SEND_EVERY_MS);
            }
        }
        // What was never acknowledged shows as a gap that has not ended.
        longest.accumulateAndGet(System.nanoTime() - last.get(), Math::max);
        return longest.get() / NANOS_PER_MS;
    }
}
