import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Starts a broker, and prints the milliseconds from there to the first acknowledgement (acks=all) of a record, to a
 * topic that the broker makes for it. The producer is there before, and looks for the broker all the time. The broker
 * goes on; its process id is left in the folder. Arguments: bootstrap address, folder, the broker's command.
 */
public final class FirstProduce {

    private FirstProduce() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", arguments[0]);
        properties.put("acks", "all");
        properties.put("linger.ms", "0");
        properties.put("reconnect.backoff.ms", "5");
        properties.put("reconnect.backoff.max.ms", "5");
        properties.put("retry.backoff.ms", "5");
        properties.put("retry.backoff.max.ms", "5");
        properties.put("max.block.ms", "60000");
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            FutureTask<RecordMetadata> acknowledged = new FutureTask<>(
                    () -> producer.send(new ProducerRecord<>("first", new byte[100])).get());
            Thread sender = new Thread(acknowledged, "sender");
            sender.start();
            awaitSearching(sender);
            long startNanos = System.nanoTime();
            Process broker = new ProcessBuilder(Arrays.copyOfRange(arguments, 2, arguments.length))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile()).start();
            Files.writeString(folder.resolve("pid"), Long.toString(broker.pid()));
            acknowledged.get();
            System.out.println((System.nanoTime() - startNanos) / 1_000_000);
        }
    }

    /** Until the sender waits to be told of the topic: then the producer is warm, and looks for a broker. */
    private static void awaitSearching(Thread sender) {
        long deadlineNanos = System.nanoTime() + 60_000_000_000L;
        while (Arrays.stream(sender.getStackTrace()).noneMatch(frame -> frame.getMethodName().equals("awaitUpdate"))) {
            if (System.nanoTime() > deadlineNanos || !sender.isAlive()) {
                throw new IllegalStateException("the producer does not look for a broker");
            }
            Thread.onSpinWait();
        }
    }
}
