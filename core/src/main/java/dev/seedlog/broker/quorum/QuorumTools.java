package dev.seedlog.broker.quorum;

import dev.seedlog.record.BatchBuilder;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.RecordReader;
import dev.seedlog.wire.frame.FrameBuffers;

/**
 * What the quorum reads and writes with.
 *
 * @param builder builds batches; nobody else uses it
 * @param records reads records; nobody else uses it
 * @param frames the shard's memory for frames
 */
public record QuorumTools(BatchBuilder builder, RecordReader records, FrameBuffers frames) {

    /** Tools on a shard's codecs. */
    public static QuorumTools on(Codecs codecs, FrameBuffers frames) {
        return new QuorumTools(new BatchBuilder(codecs, CompressionLevels.DEFAULT),
                new RecordReader(codecs, RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES), frames);
    }
}
