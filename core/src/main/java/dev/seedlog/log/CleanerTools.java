package dev.seedlog.log;

import dev.seedlog.env.RandomSource;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What the compactions of a shard use, one after the other. */
final class CleanerTools {

    private final KeyOffsets keys;
    private final RecordReader reader;
    private final BatchFilter filter;
    private final BatchChunks chunks = new BatchChunks();
    private final Function<PartitionLog, CleanerCheckpoints> checkpoints;
    private final Runnable wake;
    private CleanerSettings settings;

    CleanerTools(Codecs codecs, RandomSource secrets, Function<PartitionLog, CleanerCheckpoints> checkpoints,
                 CleanerSettings settings, Runnable wake) {
        this.keys = new KeyOffsets(new KeyHash(secrets.nextLong(), secrets.nextLong()), ByteBuffer::allocateDirect);
        this.reader = new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
        this.filter = new BatchFilter(codecs, keys);
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.wake = wake;
    }

    KeyOffsets keys() {
        return keys;
    }

    RecordReader reader() {
        return reader;
    }

    BatchFilter filter() {
        return filter;
    }

    BatchChunks chunks() {
        return chunks;
    }

    CleanerCheckpoints checkpoints(PartitionLog log) {
        return checkpoints.apply(log);
    }

    CleanerSettings settings() {
        return settings;
    }

    void settings(CleanerSettings changed) {
        settings = changed;
    }

    /** What waited can go on. */
    void wake() {
        wake.run();
    }

    /** Gives back the memory that only a compaction needs. */
    void release() {
        keys.release();
        chunks.release();
    }
}
