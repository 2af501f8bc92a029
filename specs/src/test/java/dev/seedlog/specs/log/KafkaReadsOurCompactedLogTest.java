package dev.seedlog.specs.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.CompactedLog;
import dev.seedlog.log.LogWorld;
import dev.seedlog.log.LogWorld.Read;
import dev.seedlog.log.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compaction leaves: tombstones with their horizon, headers of producers' last batches, markers. */
class KafkaReadsOurCompactedLogTest {

    @TempDir
    private Path target;

    private final MemoryDisk disk = new MemoryDisk();
    private List<Read> ours;

    private void writeLog() throws IOException {
        CompactedLog compacted = CompactedLog.on(disk, System.currentTimeMillis());
        compacted.put("a=1", "b=1", "c=1");
        compacted.putBy(7, 0, false, "a=2");
        compacted.putBy(8, 0, true, "b=undone", "d=undone");
        compacted.end(8, false);
        compacted.putBy(9, 0, true, "e=1");
        compacted.end(9, true);
        compacted.put("c", "a=3");
        compacted.roll();
        compacted.clean();
        List<CompactedLog.Header> headers = compacted.headers();
        assertTrue(headers.stream().anyMatch(header -> header.records() == 0), headers::toString);
        assertTrue(headers.stream().anyMatch(header -> header.horizonMs() > 0), headers::toString);
        assertTrue(headers.stream().anyMatch(CompactedLog.Header::control), headers::toString);
        ours = LogWorld.readAll(compacted.log, 0, 100_000);
        compacted.world.stop();
        KafkaFiles.export(disk, target);
    }

    @Test
    void dumpLogSegmentsFindsNothingWrongButTheGaps() throws IOException {
        writeLog();
        SegmentDump dump = SegmentDump.of(SegmentDump.files(target.resolve(LogWorld.PARTITION.toString())));
        assertEquals(List.of(), dump.complaints().stream().filter(line -> !line.contains(" is followed by ")).toList());
        assertTrue(dump.output().contains("deleteHorizonMs: OptionalLong["), dump.output());
    }

    @Test
    void kafkaOpensItAfterACleanStopAndAfterACrash() throws IOException {
        writeLog();
        for (boolean clean : new boolean[] {true, false}) {
            Properties config = new Properties();
            config.setProperty("cleanup.policy", "compact");
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
                assertEquals(0, log.activeProducersWithLastSequence().get(7L));
            } finally {
                log.close();
            }
        }
    }

    @Test
    void kafkaKnowsHowFarItWasCompacted() throws IOException {
        writeLog();
        OffsetCheckpointFile file = new OffsetCheckpointFile(target.resolve("cleaner-offset-checkpoint").toFile(),
                null);
        assertEquals(ours.get(ours.size() - 1).baseOffset(),
                file.read().get(new org.apache.kafka.common.TopicPartition("orders", 0)));
    }
}
