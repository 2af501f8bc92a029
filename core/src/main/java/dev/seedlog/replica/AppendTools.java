package dev.seedlog.replica;

import dev.seedlog.env.Clock;
import dev.seedlog.record.BatchRewriter;
import dev.seedlog.record.BatchValidator;
import dev.seedlog.record.Codecs;
import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;

/** What the partitions of a shard share to append: one of each, because a shard appends one batch at a time. */
public final class AppendTools {

    private final Clock clock;
    private final Codecs codecs;
    private final BatchValidator validator;
    private final RecordBatch batch = new RecordBatch();
    private final MutableRecordBatch mutableBatch = new MutableRecordBatch();

    /** Tools on a shard's codecs. */
    public AppendTools(Clock clock, Codecs codecs) {
        this.clock = clock;
        this.codecs = codecs;
        this.validator = new BatchValidator(codecs);
    }

    Clock clock() {
        return clock;
    }

    /** The shard's codecs. */
    public Codecs codecs() {
        return codecs;
    }

    BatchValidator validator() {
        return validator;
    }

    RecordBatch batch() {
        return batch;
    }

    MutableRecordBatch mutableBatch() {
        return mutableBatch;
    }

    BatchRewriter rewriter(CompressionLevels levels, int maxDecompressedBytes) {
        return new BatchRewriter(codecs, levels, maxDecompressedBytes);
    }
}
