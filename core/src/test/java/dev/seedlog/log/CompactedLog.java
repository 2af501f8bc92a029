package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.BatchCursor;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.Compression;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** A log with keys and values, and a cleaner that compacts it. */
public final class CompactedLog {

    static final long BACKOFF_MS = 1_000;
    static final long DELETE_RETENTION_MS = 50_000;

    /** A record as text; a value of null is a tombstone. */
    record Entry(long offset, String key, String value) {

        @Override
        public String toString() {
            return offset + ":" + key + (value == null ? "" : "=" + value);
        }
    }

    /** A batch's header. */
    public record Header(long baseOffset, long lastOffset, int records, boolean control, long horizonMs) {
    }

    public final LogWorld world;
    final Codecs codecs = new Codecs(CodecInstances.pureJava());
    private final BatchBuilder builder = new BatchBuilder(codecs, CompressionLevels.DEFAULT);
    private final RecordReader reader = new RecordReader(codecs, 1 << 20);
    public PartitionLog log;
    LogCleaner cleaner;
    CleanerSettings settings = new CleanerSettings(true, BACKOFF_MS, 1 << 20, 0.9, Double.MAX_VALUE);
    Compression compression = Compression.NONE;
    /** How many turns a cleaner gets until it must have ended. */
    int patienceTurns = 400;

    CompactedLog(LogWorld world) {
        this.world = world;
        world.config = LogConfig.DEFAULT.withSegmentBytes(600).withIndexIntervalBytes(100)
                .withForcesAcknowledged(true).withCleanupPolicy(false, true)
                .withCompaction(new CompactionConfig(0, 0, Long.MAX_VALUE, DELETE_RETENTION_MS));
    }

    /** A new log on a new disk. */
    public static CompactedLog fresh() {
        return on(new MemoryDisk(), 1_000_000);
    }

    /** A new log on a disk, at a time. */
    public static CompactedLog on(MemoryDisk disk, long nowMs) {
        CompactedLog fresh = new CompactedLog(LogWorld.on(disk));
        fresh.world.nowMs = nowMs;
        fresh.world.start();
        fresh.log = fresh.world.create();
        return fresh.startCleaner();
    }

    CompactedLog startCleaner() {
        cleaner = new LogCleaner(world.env, codecs, () -> List.of(log), of -> world.directory, settings);
        cleaner.start();
        return this;
    }

    /** Loads the log after a stop or a crash. */
    void restart() {
        world.start();
        log = world.load();
        assertNotNull(log, () -> "recovery failed: " + world.recovery.failure());
        log.highWatermark(log.logEndOffset());
        startCleaner();
    }

    /** Puts keys and values in one batch; a key without {@code =} is a tombstone. */
    public long put(String... records) {
        builder.begin(0, compression);
        return append(records);
    }

    /** As {@link #put}, of a producer, in a transaction or not. */
    public long putBy(long producer, int sequence, boolean transactional, String... records) {
        builder.begin(0, compression).producer(producer, (short) 0, sequence).transactional(transactional);
        return append(records);
    }

    /** As {@link #put}, but it is written in the next turn. */
    void queue(String... records) {
        builder.begin(0, compression);
        enqueue(records);
    }

    /** As {@link #queue}, of a producer. */
    void queueBy(long producer, int sequence, String... records) {
        builder.begin(0, compression).producer(producer, (short) 0, sequence);
        enqueue(records);
    }

    private long append(String... records) {
        long base = enqueue(records);
        settle();
        return base;
    }

    private long enqueue(String... records) {
        for (String record : records) {
            int equals = record.indexOf('=');
            builder.append(world.nowMs, slice(equals < 0 ? record : record.substring(0, equals)),
                    equals < 0 ? null : slice(record.substring(equals + 1)));
        }
        byte[] bytes = builder.build().toByteArray();
        AppendResult result = log.appendAsLeader(new UnsafeBuffer(bytes), 0, bytes.length, 0, AppendOrigin.CLIENT);
        assertEquals(AppendStatus.APPENDED, result.status());
        return result.baseOffset();
    }

    /** Ends a producer's transaction. */
    public void end(long producer, boolean commit) {
        UnsafeBuffer marker = Batches.at(world.nowMs).producer(producer, 0, -1).marker(commit, 1);
        log.appendAsLeader(marker, 0, marker.capacity(), 0, AppendOrigin.COORDINATOR);
        settle();
    }

    /** Writes and forces. */
    private void settle() {
        turns(3);
        log.highWatermark(log.logEndOffset());
    }

    private static BufferSlice slice(String text) {
        return BufferSlice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins a new segment: what was put before may be compacted. */
    public void roll() {
        long segments = log.segmentCount();
        for (int i = 0; log.segmentCount() == segments; i++) {
            put("~filler=" + "x".repeat(100));
            assertTrue(i < 100, "the log does not roll");
        }
        turns(5);
    }

    /** A turn, and a millisecond: work that goes on in the next turn needs time to pass. */
    void turn() {
        world.nowMs++;
        world.turn();
    }

    void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    /** Lets the cleaner do what it wants to. */
    public void clean() {
        world.nowMs += BACKOFF_MS + 1;
        for (int i = 0; i < patienceTurns; i++) {
            turn();
        }
        assertEquals(null, log.state().cleaning, () -> "the cleaner does not end: " + log.state().cleaning);
    }

    /** All records that the log has, fillers aside. */
    List<Entry> entries() {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : all()) {
            if (!entry.key.startsWith("~")) {
                found.add(entry);
            }
        }
        return found;
    }

    List<Entry> all() {
        List<Entry> found = new ArrayList<>();
        forEachBatch(batch -> {
            for (reader.wrap(batch); !batch.isControl() && reader.next();) {
                found.add(new Entry(reader.offset(), text(reader.key()), text(reader.value())));
            }
        });
        return found;
    }

    public List<Header> headers() {
        List<Header> found = new ArrayList<>();
        forEachBatch(batch -> found.add(new Header(batch.baseOffset(), batch.lastOffset(), batch.recordCount(),
                batch.isControl(), batch.hasDeleteHorizon() ? batch.baseTimestamp() : -1)));
        return found;
    }

    /** What a reader of the whole log ends up with. */
    Map<String, String> view() {
        Map<String, String> view = new TreeMap<>();
        for (Entry entry : entries()) {
            view.put(entry.key, entry.value);
            if (entry.value == null) {
                view.remove(entry.key);
            }
        }
        return view;
    }

    private static String text(BufferSlice slice) {
        return slice == null ? null : new String(slice.toByteArray(), StandardCharsets.UTF_8);
    }

    private void forEachBatch(java.util.function.Consumer<RecordBatch> each) {
        long offset = log.logStartOffset();
        while (offset < log.logEndOffset()) {
            LogRead read = log.read(offset, 1 << 20, true, Long.MAX_VALUE);
            if (read.region() == null) {
                // All of the last segment is gone.
                return;
            }
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[read.sizeBytes()]);
            read.region().read(0, bytes, 0, bytes.capacity());
            read.region().release();
            BatchCursor cursor = new BatchCursor().wrap(bytes, 0, bytes.capacity());
            while (cursor.next() == BatchCursor.Step.BATCH) {
                RecordBatch batch = cursor.batch();
                assertTrue(batch.isCrcValid(), () -> "wrong checksum of " + batch);
                assertTrue(batch.lastOffset() >= offset, () -> "out of order: " + batch);
                offset = batch.nextOffset();
                each.accept(batch);
            }
        }
    }

    /** Names of the files in the log's directory. */
    List<String> files() {
        return world.disk.list(log.directory()).stream().map(entry -> entry.name()).toList();
    }
}
