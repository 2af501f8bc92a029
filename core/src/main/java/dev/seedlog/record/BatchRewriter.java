package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;

/**
 * Makes of a validated batch the one to store, where the topic compresses otherwise or the producer did not count its
 * offsets one by one. All but compression and offsets stays: producer, sequence, transaction, timestamps.
 */
public final class BatchRewriter {

    private final RecordReader reader;
    private final BatchBuilder builder;

    /** A rewriter on a shard's codecs. */
    public BatchRewriter(Codecs codecs, CompressionLevels levels, int maxDecompressedBytes) {
        this.reader = new RecordReader(codecs, maxDecompressedBytes);
        this.builder = new BatchBuilder(codecs, levels);
    }

    /**
     * Compresses the batch anew and counts its offsets from the base offset.
     *
     * @return the new batch, valid until the next call; the caller checks that its size is one that the topic allows
     * @throws BadBatchException if the records cannot be read, which a validated batch's can
     */
    public BufferSlice rewrite(RecordBatch batch, Compression target) {
        builder.begin(batch.baseOffset(), target)
                .leaderEpoch(batch.partitionLeaderEpoch())
                .producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence())
                .transactional(batch.isTransactional());
        reader.wrap(batch);
        while (reader.next()) {
            builder.appendCopy(reader);
        }
        return builder.build();
    }
}
