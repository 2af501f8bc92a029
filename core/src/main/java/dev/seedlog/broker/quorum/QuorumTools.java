package dev.seedlog.broker.quorum;

import dev.seedlog.env.Timers;
import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.frame.FrameBuffers;

/**
 * What the quorum reads and writes with; nobody else uses these.
 *
 * @param builder builds batches
 * @param records reads records
 * @param frames memory for what other replicas answer
 * @param observer sees what becomes of the log
 */
public record QuorumTools(BatchBuilder builder, RecordReader records, FrameBuffers frames, QuorumObserver observer) {

    private static final long FRAME_BYTES = 32L * 1024 * 1024;

    /** Tools on a shard's codecs. */
    public static QuorumTools of(Codecs codecs, Timers timers) {
        return of(codecs, timers, QuorumObserver.NONE);
    }

    /** Tools on a shard's codecs, and somebody who looks on. */
    public static QuorumTools of(Codecs codecs, Timers timers, QuorumObserver observer) {
        return new QuorumTools(new BatchBuilder(codecs, CompressionLevels.DEFAULT),
                new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES),
                new FrameBuffers(FRAME_BYTES, timers), observer);
    }
}
