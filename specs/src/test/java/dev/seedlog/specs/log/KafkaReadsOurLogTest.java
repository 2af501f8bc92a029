package dev.seedlog.specs.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.AppendOrigin;
import dev.seedlog.log.Batches;
import dev.seedlog.log.LogConfig;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.LogWorld.Read;
import dev.seedlog.log.MemoryDisk;
import dev.seedlog.log.PartitionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;
import org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaReadsOurLogTest {

    @TempDir
    private Path target;

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk);
    private List<Read> ours;

    /** Several segments, epochs, producers and transactions, stopped cleanly. */
    private void writeLog() throws IOException {
        world.nowMs = System.currentTimeMillis();
        world.config = LogConfig.DEFAULT.withSegmentBytes(3_000).withIndexIntervalBytes(200);
        world.start();
        PartitionLog log = world.create();
        for (int i = 0; i < 60; i++) {
            long timestampMs = world.nowMs - 60_000 + i * 100L;
            Batches batch = Batches.at(timestampMs);
            if (i % 3 == 0) {
                batch.producer(4_000 + i % 2, 0, i / 6 * 3);
            }
            LogWorld.append(log, batch.records(3, 20 + i), i / 20);
            world.turn();
        }
        transaction(log, 77, false);
        transaction(log, 78, true);
        ours = LogWorld.readAll(log, 0, 100_000);
        world.stop();
        KafkaFiles.export(disk, target);
    }

    private void transaction(PartitionLog log, long producer, boolean commits) {
        LogWorld.append(log, Batches.at(world.nowMs).producer(producer, 0, 0).transactional().records(2, 5), 2);
        UnsafeBuffer marker = Batches.at(world.nowMs).producer(producer, 0, -1).marker(commits, 1);
        log.appendAsLeader(marker, 0, marker.capacity(), 2, AppendOrigin.COORDINATOR);
        world.turn();
    }

    @Test
    void dumpLogSegmentsFindsNothingWrong() throws IOException {
        writeLog();
        List<String> names = SegmentDump.files(target.resolve(LogWorld.PARTITION.toString()));
        assertTrue(names.stream().filter(name -> name.endsWith(".log")).count() > 3, names::toString);
        assertTrue(names.stream().anyMatch(name -> name.endsWith(".txnindex")), names::toString);
        SegmentDump dump = SegmentDump.of(names);
        assertEquals(List.of(), dump.complaints());
        String output = dump.output();
        assertEquals(ours.size(), count(output, "baseOffset: "), output);
        assertEquals(ours.size(), count(output, "isvalid: true"), output);
        assertTrue(output.contains("endTxnMarker: ABORT"), output);
        assertTrue(output.contains("producerId: 4000 producerEpoch: 0"), output);
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }

    @Test
    void kafkaOpensOurLogAfterACleanStop() throws IOException {
        writeLog();
        assertKafkaReads(true);
    }

    @Test
    void kafkaRecoversOurLogAfterACrash() throws IOException {
        writeLog();
        assertKafkaReads(false);
    }

    private void assertKafkaReads(boolean clean) throws IOException {
        Properties config = new Properties();
        UnifiedLog log = KafkaFiles.open(target.resolve(LogWorld.PARTITION.toString()), config, clean, 0);
        try {
            long end = ours.get(ours.size() - 1).lastOffset() + 1;
            assertEquals(end, log.logEndOffset());
            List<Read> found = new ArrayList<>();
            for (long offset = 0; offset < end;) {
                for (RecordBatch batch : log.read(offset, 1_000, FetchIsolation.LOG_END, true).records.batches()) {
                    batch.ensureValid();
                    found.add(new Read(batch.baseOffset(), batch.lastOffset(), batch.partitionLeaderEpoch(),
                            batch.maxTimestamp(), batch.checksum()));
                    offset = batch.nextOffset();
                }
            }
            assertEquals(ours, found);
            assertEquals(2, log.latestEpoch().get());
            assertEquals(4, log.activeProducersWithLastSequence().size());
            assertEquals(29, log.activeProducersWithLastSequence().get(4_000L));
        } finally {
            log.close();
        }
    }

    @Test
    void kafkaReadsTheFilesOfOurDirectory() throws Exception {
        writeLog();
        MetaPropertiesEnsemble ensemble = new MetaPropertiesEnsemble.Loader()
                .addLogDirs(List.of(target.toString())).load();
        assertEquals("cluster", ensemble.clusterId().get());
        assertEquals(1, ensemble.nodeId().getAsInt());
        assertEquals(5, new CleanShutdownFileHandler(target.toString()).read().getAsLong());
        long end = ours.get(ours.size() - 1).lastOffset() + 1;
        for (String name : List.of("recovery-point-offset-checkpoint", "replication-offset-checkpoint",
                "log-start-offset-checkpoint")) {
            OffsetCheckpointFile file = new OffsetCheckpointFile(target.resolve(name).toFile(), null);
            long expected = name.startsWith("recovery") ? end : 0;
            assertEquals(expected, file.read().get(new org.apache.kafka.common.TopicPartition("orders", 0)), name);
        }
    }
}
