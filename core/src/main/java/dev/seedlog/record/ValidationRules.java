package dev.seedlog.record;

/**
 * What a topic demands of the batches that producers send.
 *
 * @param keysRequired whether the topic is compacted, so that each record needs a key
 * @param maxBatchBytes {@code max.message.bytes}
 * @param timestampType {@code message.timestamp.type}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param compression {@code compression.type}
 * @param maxDecompressedBytes how many bytes the records of a batch may become
 */
public record ValidationRules(boolean keysRequired, int maxBatchBytes, TimestampType timestampType,
                              long timestampBeforeMaxMs, long timestampAfterMaxMs, CompressionPolicy compression,
                              int maxDecompressedBytes) {

    private static final int DEFAULT_MAX_BATCH_BYTES = 1_048_588;
    private static final long DEFAULT_AFTER_MAX_MS = 3_600_000;

    /** A topic without settings of its own. */
    public static final ValidationRules DEFAULT = new ValidationRules(false, DEFAULT_MAX_BATCH_BYTES,
            TimestampType.CREATE_TIME, Long.MAX_VALUE, DEFAULT_AFTER_MAX_MS, CompressionPolicy.PRODUCER,
            RecordReader.DEFAULT_MAX_DECOMPRESSED_BYTES);
}
