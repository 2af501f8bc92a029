import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a record costs a broker in CPU time, with so many partitions or connections. All else stays the same: each
 * request has a batch of 50 records of 100 bytes for each of ten partitions, the next ten and the next connection each
 * time, and five requests are on their way. Prints microseconds of the broker's CPU a record: produced only, and
 * produced while one consumer reads all partitions. Arguments: host, port, the broker's process id, {@code partitions}
 * or {@code connections}, how many, records.
 */
public final class Curve {

    private static final int TOPICS = 10;
    private static final int RECORDS_IN_BATCH = 50;
    private static final int BATCHES_IN_REQUEST = 10;
    private static final int RECORD_BYTES = 100;
    private static final int IN_FLIGHT = 5;
    private static final short VERSION = 9;
    private static final double TICKS_A_SECOND = 100;

    private final String host;
    private final int port;
    private final Path stat;
    private final int partitionsInTopic;
    private final List<String> topics;
    private final List<Socket> sockets = new ArrayList<>();
    private int sent;

    private Curve(String host, int port, String pid, String what, int count) throws Exception {
        this.host = host;
        this.port = port;
        this.stat = Path.of("/proc", pid, "stat");
        this.partitionsInTopic = what.equals("partitions") ? count / TOPICS : 1;
        this.topics = IntStream.range(0, TOPICS).mapToObj(i -> "curve-" + what + "-" + count + "-" + i).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", host + ":" + port, "request.timeout.ms", "120000",
                "default.api.timeout.ms", "300000"))) {
            for (String topic : topics) {
                admin.createTopics(List.of(new NewTopic(topic, partitionsInTopic, (short) 1))).all().get();
            }
            awaitLeaders(admin);
        }
        for (int i = 0; i < (what.equals("connections") ? count : 1); i++) {
            Socket socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            sockets.add(socket);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[4]);
        Curve curve = new Curve(arguments[0], Integer.parseInt(arguments[1]), arguments[2], arguments[3], count);
        int requests = Integer.parseInt(arguments[5]) / (RECORDS_IN_BATCH * BATCHES_IN_REQUEST);
        // Each partition, and each connection, has been used, and the code is warm.
        curve.produce(Math.max(requests / 2, 2 * count));
        double produced = curve.microsOf(requests, () -> { });
        double consumed;
        try (Reader reader = new Reader(curve)) {
            curve.produce(requests / 4);
            reader.await(requests / 4);
            consumed = curve.microsOf(requests, () -> reader.await(requests));
        }
        System.out.printf("%.2f %.2f%n", produced, consumed);
        System.exit(0);
    }

    private void awaitLeaders(Admin admin) throws Exception {
        for (String topic : topics) {
            while (admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                    .anyMatch(partition -> partition.leader() == null)) {
                Thread.sleep(20);
            }
        }
    }

    private double microsOf(int requests, Runnable rest) throws IOException {
        double before = cpuSeconds();
        produce(requests);
        rest.run();
        return (cpuSeconds() - before) * 1e6 / ((double) requests * RECORDS_IN_BATCH * BATCHES_IN_REQUEST);
    }

    private double cpuSeconds() throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Sends requests by one connection after the other, and reads their answers in that order. */
    private void produce(int requests) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            Socket socket = sockets.get(sent % sockets.size());
            socket.getOutputStream().write(request(sent++));
            waiting.add(socket);
            if (waiting.size() == IN_FLIGHT) {
                readAnswer(waiting.remove(0));
            }
        }
        for (Socket socket : waiting) {
            readAnswer(socket);
        }
    }

    private byte[] request(int number) {
        SimpleRecord[] records = new SimpleRecord[RECORDS_IN_BATCH];
        Arrays.setAll(records, i -> new SimpleRecord(System.currentTimeMillis(), new byte[RECORD_BYTES]));
        var data = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(60_000)
                .setTopicData(new ProduceRequestData.TopicProduceDataCollection());
        int partition = number % partitionsInTopic;
        for (String topic : topics) {
            data.topicData().add(new ProduceRequestData.TopicProduceData().setName(topic).setPartitionData(List.of(
                    new ProduceRequestData.PartitionProduceData().setIndex(partition)
                            .setRecords(MemoryRecords.withRecords(Compression.NONE, records)))));
        }
        ByteBuffer body = new ProduceRequest(data, VERSION).serializeWithHeader(
                new RequestHeader(ApiKeys.PRODUCE, VERSION, "curve", number));
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + body.remaining());
        return frame.putInt(body.remaining()).put(body).array();
    }

    private static void readAnswer(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        byte[] answer = in.readNBytes(in.readInt());
        // The header: a correlation id and no tagged fields.
        int bodyAt = Integer.BYTES + 1;
        var body = new ByteBufferAccessor(ByteBuffer.wrap(answer, bodyAt, answer.length - bodyAt));
        for (var topic : new ProduceResponseData(body, VERSION).responses()) {
            for (var partition : topic.partitionResponses()) {
                if (partition.errorCode() != 0) {
                    throw new IOException("error " + partition.errorCode() + " from " + topic.name());
                }
            }
        }
    }

    /** Reads all partitions from now on. */
    private static final class Reader implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final AtomicLong read = new AtomicLong();
        private final Thread thread;
        private long awaited;
        private volatile boolean ended;

        Reader(Curve curve) throws InterruptedException {
            consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", curve.host + ":" + curve.port,
                    "enable.auto.commit", "false", "auto.offset.reset", "latest"), new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> all = new ArrayList<>();
            curve.topics.forEach(topic -> IntStream.range(0, curve.partitionsInTopic)
                    .forEach(partition -> all.add(new TopicPartition(topic, partition))));
            consumer.assign(all);
            consumer.seekToEnd(Collections.emptyList());
            all.forEach(consumer::position);
            thread = new Thread(this::poll, "reader");
            thread.start();
        }

        private void poll() {
            while (!ended) {
                read.addAndGet(consumer.poll(Duration.ofMillis(50)).count());
            }
            consumer.close();
        }

        void await(int requests) {
            awaited += (long) requests * RECORDS_IN_BATCH * BATCHES_IN_REQUEST;
            long deadlineNanos = System.nanoTime() + 120_000_000_000L;
            while (read.get() < awaited) {
                if (System.nanoTime() > deadlineNanos) {
                    throw new IllegalStateException("read " + read + " of " + awaited);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void close() throws InterruptedException {
            ended = true;
            thread.join();
        }
    }
}
