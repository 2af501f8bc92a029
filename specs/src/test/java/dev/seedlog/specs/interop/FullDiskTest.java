package dev.seedlog.specs.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is full; it needs the right to mount one. */
class FullDiskTest {

    private static final int PARTITIONS = 4;
    private static final int MOST_RECORDS = 200;

    @TempDir
    private Path folder;

    private Path small;
    private boolean mounted;
    private final Map<Integer, Long> acknowledged = new TreeMap<>();

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectories(folder.resolve("small"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString());
        assumeTrue(mounted, "a file system cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(run("umount", small.toString()));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void itsDirectoryGoesOfflineAndNothingAcknowledgedIsLost() throws Exception {
        DataDirectory directory = new DataDirectory(folder);
        directory.set("log.dirs", directory.path() + "," + small);
        try (ForkedJvm node = directory.startSeedlog()) {
            try (Admin admin = admin(directory)) {
                admin.createTopics(List.of(new NewTopic("t", PARTITIONS, (short) 1))).all().get(30, TimeUnit.SECONDS);
            }
            var full = new TreeSet<Integer>();
            try (var producer = producer(directory)) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    if (!fill(producer, partition)) {
                        full.add(partition);
                    }
                }
            }
            assertTrue(!full.isEmpty() && full.size() < PARTITIONS, "without room: " + full);
            full.forEach(partition -> assertTrue(Files.exists(small.resolve("t-" + partition))));
            assertTrue(node.output().contains("log directory " + small + " is offline"), node.output());
            assertTrue(node.alive());
            assertEquals(0, node.terminate(), node.output());
        }
        assertTrue(run("mount", "-o", "remount,size=64m", small.toString()));
        try (ForkedJvm node = directory.startSeedlog(); Admin admin = admin(directory)) {
            for (Map.Entry<Integer, Long> each : acknowledged.entrySet()) {
                TopicPartition partition = new TopicPartition("t", each.getKey());
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition)
                        .get(30, TimeUnit.SECONDS).offset();
                assertTrue(end >= each.getValue(), partition + " ends at " + end + ", not " + each.getValue());
            }
            assertEquals(0, node.terminate(), node.output());
        }
    }

    /** Produces; false if that failed at last. */
    private boolean fill(KafkaProducer<byte[], byte[]> producer, int partition) throws Exception {
        for (int i = 0; i < MOST_RECORDS; i++) {
            try {
                long offset = producer.send(new ProducerRecord<>("t", partition, null, new byte[50_000]))
                        .get(30, TimeUnit.SECONDS).offset();
                acknowledged.put(partition, offset + 1);
            } catch (ExecutionException e) {
                return false;
            }
        }
        return true;
    }

    private static KafkaProducer<byte[], byte[]> producer(DataDirectory directory) {
        return new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, directory.bootstrap(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                ProducerConfig.LINGER_MS_CONFIG, 0), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Admin admin(DataDirectory directory) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, directory.bootstrap()));
    }
}
