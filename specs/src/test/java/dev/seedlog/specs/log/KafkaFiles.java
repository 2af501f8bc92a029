package dev.seedlog.specs.log;

import dev.seedlog.log.LogWorld;
import dev.seedlog.log.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogOffsetsListener;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/** Files between the log's world in memory and Kafka's own code, which needs real ones. */
final class KafkaFiles {

    private KafkaFiles() {
    }

    /** Copies the log directory of the world to {@code target}. */
    static void export(MemoryDisk disk, Path target) throws IOException {
        for (Map.Entry<String, byte[]> file : disk.all(LogWorld.PATH).entrySet()) {
            Path path = target.resolve(file.getKey().substring(LogWorld.PATH.length() + 1));
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** Copies a directory of Kafka's into the world's. */
    static void load(Path source, MemoryDisk disk) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                disk.put(LogWorld.PATH + "/" + source.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    /** Kafka's own log over a partition's directory. */
    static UnifiedLog open(Path directory, Properties config, boolean clean, long recoveryPoint) throws IOException {
        KafkaScheduler scheduler = new KafkaScheduler(1);
        return UnifiedLog.create(directory.toFile(), new LogConfig(config), 0, recoveryPoint, scheduler,
                new BrokerTopicStats(), Time.SYSTEM, 900_000, new ProducerStateManagerConfig(86_400_000, false),
                600_000, new LogDirFailureChannel(1), clean, Optional.<Uuid>empty(),
                new ConcurrentHashMap<>(), false, LogOffsetsListener.NO_OP_OFFSETS_LISTENER);
    }
}
