package dev.seedlog.specs.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordReader;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchResponse;
import dev.seedlog.wire.message.ProduceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A node in a simulated world whose topic is compacted while it is killed and loses power. */
class CompactedTopicTest extends BrokerTest {

    private static final String TOPIC = "table";
    private static final int LIVES = 12;
    private static final int BATCHES = 60;
    private static final int KEYS = 20;

    private final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private final BatchBuilder builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT);
    private final RecordReader reader = new RecordReader(codecs, 1 << 20);
    private final Map<String, String> newest = new TreeMap<>();
    private long recordsRead;
    private long end;

    @Override
    protected Map<String, String> config() {
        return Map.of("log.cleaner.backoff.ms", "200", "seedlog.fsync.acks", "true",
                "metadata.log.max.record.bytes.between.snapshots", "5000");
    }

    /**
     * Logs are recovered by their topics' configurations: a node that took the last snapshot of the metadata for all
     * that there is would take a compaction's gaps for holes, and cut the log there.
     */
    @Test
    void aTopicThatIsNewerThanTheLastSnapshotIsRecoveredAsACompactedOne() {
        createTopic("filler", 100);
        world().runFor(1_000_000_000L);
        createTopic(TOPIC, 1, "cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01",
                "internal.segment.bytes", "700", "file.delete.delay.ms", "100");
        SimNode process = ((SimNodeWorld.Node) node()).process();
        assertTrue(process.disk().names("/data/__cluster_metadata-0", false).stream()
                .anyMatch(name -> name.endsWith(".checkpoint") && !name.startsWith("00000000000000000000-")),
                "there is no snapshot");
        for (int i = 0; i < BATCHES; i++) {
            put("k" + i % KEYS, "value " + i);
        }
        world().runFor(3_000_000_000L);
        process.kill();
        world().runUntil("the node is dead", () -> !node().running());
        process.disk().lose("/data/cleaner-offset-checkpoint");
        startAgain();
        assertEquals(newest, read());
    }

    @Test
    void everyAcknowledgedValueThatIsTheNewestOfItsKeyIsThere() {
        createTopic(TOPIC, 1, "cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01",
                "internal.segment.bytes", "700", "file.delete.delay.ms", "100", "delete.retention.ms", "0");
        SimNode process = ((SimNodeWorld.Node) node()).process();
        int written = 0;
        for (int life = 0; life < LIVES; life++) {
            for (int batch = 0; batch < BATCHES; batch++) {
                String key = "k" + (batch * 7 + life) % KEYS;
                put(key, batch % 9 == 8 ? null : "value " + written);
                written++;
            }
            // Somewhere within a compaction: each life is cut off at another time.
            world().runFor(200_000_000L + life * 3_100_000L);
            if (life % 2 == 0) {
                process.kill();
            } else {
                process.powerCut();
            }
            world().runUntil("the node is dead", () -> !node().running());
            startAgain();
            assertEquals(newest, read());
        }
        world().runFor(2_000_000_000L);
        assertEquals(newest, read());
        assertTrue(recordsRead < written / 4, recordsRead + " of " + written + " records are left");
    }

    private void put(String key, String value) {
        builder.begin(0, Compression.NONE).append(DataPath.NOW, slice(key), value == null ? null : slice(value));
        ProduceResponse.PartitionProduceResponse answer =
                DataPath.produce(client(), TOPIC, 0, builder.build().toByteArray());
        assertEquals(0, answer.errorCode());
        end = answer.baseOffset() + 1;
        newest.put(key, value);
        if (value == null) {
            newest.remove(key);
        }
    }

    private static BufferSlice slice(String text) {
        return BufferSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> read() {
        // After a start nothing is committed before it was forced once more.
        for (int i = 0; DataPath.fetch(client(), TOPIC, 0, 0).highWatermark() < end; i++) {
            assertTrue(i < 1_000, "nothing is committed");
            world().runFor(1_000_000);
        }
        Map<String, String> view = new TreeMap<>();
        recordsRead = 0;
        long offset = 0;
        while (true) {
            FetchResponse.PartitionData found = DataPath.fetch(client(), TOPIC, 0, offset);
            assertEquals(0, found.errorCode());
            BufferSlice bytes = found.records() instanceof Payload.Bytes records ? records.slice() : BufferSlice.EMPTY;
            if (bytes.lengthBytes() == 0) {
                assertEquals(found.highWatermark(), offset);
                return view;
            }
            BatchCursor cursor = new BatchCursor().wrap(bytes.buffer(), bytes.offset(), bytes.lengthBytes());
            while (cursor.next() == BatchCursor.Step.BATCH) {
                assertTrue(cursor.batch().isCrcValid());
                offset = cursor.batch().nextOffset();
                for (reader.wrap(cursor.batch()); reader.next(); recordsRead++) {
                    String key = text(reader.key());
                    if (reader.hasValue()) {
                        view.put(key, text(reader.value()));
                    } else {
                        view.remove(key);
                    }
                }
            }
        }
    }

    private static String text(BufferSlice slice) {
        return new String(slice.toByteArray(), StandardCharsets.UTF_8);
    }
}
