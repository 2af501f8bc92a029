import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Keyed records, sent while the node is stopped and started, then killed and started. The producer is idempotent, so
 * each is in the log once. A group that was there all the while sees every one of them.
 */
final class ProduceThroughRestarts {

    private static final int BEFORE_AND_AFTER = 400;

    private final Node node;
    private final KeyedRecords records;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicBoolean allSent = new AtomicBoolean();

    ProduceThroughRestarts(Node node, KeyedRecords records) {
        this.node = node;
        this.records = records;
    }

    void run() throws Exception {
        CompletableFuture<Integer> watching = CompletableFuture.supplyAsync(this::watch);
        try (var producer = new KafkaProducer<>(node.properties("acks", "all", "enable.idempotence", "true",
                "linger.ms", "2", "compression.type", "lz4"), new StringSerializer(), new StringSerializer())) {
            for (String how : List.of("term", "kill")) {
                sendMany(producer, BEFORE_AND_AFTER);
                int before = records.acknowledgedCount();
                Process restart = node.beginRestart(how);
                int during = 0;
                while (restart.isAlive()) {
                    send(producer);
                    during++;
                    Thread.sleep(2);
                }
                Check.equal(0, restart.exitValue(), "status of a restart by " + how);
                sendMany(producer, BEFORE_AND_AFTER);
                producer.flush();
                Check.done("restart by " + how + ": " + before + " acknowledged before, " + during + " sent during it");
            }
        }
        allSent.set(true);
        if (failure.get() != null) {
            throw failure.get();
        }
        int total = records.next();
        Check.equal(total, records.acknowledgedCount(), "acknowledged records");
        Check.equal(total, watching.get(60, TimeUnit.SECONDS), "records seen by the group that was there");
    }

    private void sendMany(KafkaProducer<String, String> producer, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            send(producer);
            if (i % 20 == 0) {
                Thread.sleep(5);
            }
        }
    }

    private void send(KafkaProducer<String, String> producer) {
        int number = records.next();
        var record = new ProducerRecord<>(JavaClient.KEYED, KeyedRecords.key(number), String.valueOf(number));
        record.headers().add("n", String.valueOf(number).getBytes());
        producer.send(record, (metadata, error) -> {
            if (error != null) {
                failure.compareAndSet(null, error);
                return;
            }
            try {
                records.acknowledge(metadata.partition(), metadata.hasOffset() ? metadata.offset() : -1, number);
            } catch (AssertionError e) {
                failure.compareAndSet(null, new IllegalStateException(e.getMessage()));
            }
        });
    }

    /** Reads until all that was acknowledged was seen; answers how many different ones. */
    private int watch() {
        Map<String, String> seen = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(node.properties("group.id", "java-watchers", "auto.offset.reset",
                "earliest", "session.timeout.ms", "10000"), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(JavaClient.KEYED));
            long deadline = Long.MAX_VALUE;
            while (System.nanoTime() < deadline && !(allSent.get() && seen.size() >= records.acknowledgedCount())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    String place = record.partition() + "@" + record.offset();
                    String previous = seen.put(place, record.value());
                    Check.that(previous == null || previous.equals(record.value()),
                            "at " + place + " there was " + previous + ", and now " + record.value());
                }
                if (allSent.get() && deadline == Long.MAX_VALUE) {
                    deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                }
            }
        }
        return seen.size();
    }
}
