package dev.seedlog.specs.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.LogWorld;
import dev.seedlog.log.LogWorld.Read;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.log.PartitionLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesVersion;
import org.apache.kafka.metadata.properties.PropertiesUtils;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;
import org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeReadKafkasLogTest {

    @TempDir
    private Path source;

    private final List<Read> kafkas = new ArrayList<>();

    private void writeLog(boolean clean) throws Exception {
        Properties config = new Properties();
        config.put("segment.bytes", "1048576");
        config.put("internal.segment.bytes", "4000");
        config.put("index.interval.bytes", "300");
        Path partition = source.resolve("orders-0");
        Files.createDirectories(partition);
        UnifiedLog log = KafkaFiles.open(partition, config, true, 0);
        for (int i = 0; i < 50; i++) {
            SimpleRecord record = new SimpleRecord(System.currentTimeMillis(),
                    ("k" + i).getBytes(StandardCharsets.UTF_8), new byte[20 + i * 3]);
            Compression compression = i % 2 == 0 ? Compression.NONE : Compression.gzip().build();
            MemoryRecords records = i % 5 == 0
                    ? MemoryRecords.withIdempotentRecords(compression, 900, (short) 1, i / 5, record)
                    : MemoryRecords.withRecords(compression, record, record);
            log.appendAsLeader(records, i / 10);
        }
        for (long offset = 0; offset < log.logEndOffset();) {
            for (RecordBatch batch : log.read(offset, 10_000, FetchIsolation.LOG_END, true).records.batches()) {
                kafkas.add(new Read(batch.baseOffset(), batch.lastOffset(), batch.partitionLeaderEpoch(),
                        batch.maxTimestamp(), batch.checksum()));
                offset = batch.nextOffset();
            }
        }
        PropertiesUtils.writePropertiesFile(new MetaProperties.Builder().setVersion(MetaPropertiesVersion.V1)
                .setClusterId("cluster").setNodeId(1).build().toProperties(),
                source.resolve("meta.properties").toString(), true);
        if (clean) {
            log.flush(true);
            log.takeProducerSnapshot();
            checkpoint("recovery-point-offset-checkpoint", log.logEndOffset());
            new CleanShutdownFileHandler(source.toString()).write(42);
            log.close();
        }
    }

    private void checkpoint(String name, long offset) throws IOException {
        new OffsetCheckpointFile(source.resolve(name).toFile(), new LogDirFailureChannel(1))
                .write(Map.of(new org.apache.kafka.common.TopicPartition("orders", 0), offset));
    }

    @Test
    void aLogThatKafkaStoppedCleanlyIsTheSameHere() throws Exception {
        writeLog(true);
        LogWorld world = open();
        assertEquals(42, world.directory.stoppedAtBrokerEpoch());
        assertSame(world);
    }

    @Test
    void aLogThatKafkaLeftInACrashIsTheSameHere() throws Exception {
        writeLog(false);
        assertSame(open());
    }

    @Test
    void dumpLogSegmentsSaysOfKafkasLogWhatItSaysOfOurs() throws Exception {
        writeLog(true);
        SegmentDump dump = SegmentDump.of(SegmentDump.files(source.resolve("orders-0")));
        assertTrue(dump.segmentsSaidToBeginLate() > 1, "the one complaint that is ignored is made of Kafka's log too");
        assertEquals(List.of(), dump.complaints());
    }

    private LogWorld open() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        KafkaFiles.load(source, disk);
        LogWorld world = LogWorld.on(disk);
        world.nowMs = System.currentTimeMillis();
        return world.start();
    }

    private void assertSame(LogWorld world) {
        PartitionLog log = world.load();
        assertNotNull(log, () -> "not loaded: " + world.recovery.failure());
        assertEquals(kafkas, LogWorld.readAll(log, 0, 700));
        assertEquals(4, log.leaderEpochs().latestEpoch());
        assertEquals(5, log.leaderEpochs().entries().size());
        assertEquals(9, log.producers().entry(900).lastSequence());
        assertEquals(1, log.producers().entry(900).epoch());
    }
}
