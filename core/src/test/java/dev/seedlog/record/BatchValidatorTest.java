package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.wire.ErrorCode;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchValidatorTest {

    private static final ValidationRules RULES = ValidationRules.DEFAULT;

    private static ValidationRules rules(boolean keysRequired, TimestampType type, long beforeMs, long afterMs,
                                         CompressionPolicy policy) {
        return new ValidationRules(keysRequired, RULES.maxBatchBytes(), type, beforeMs, afterMs, policy,
                RULES.maxDecompressedBytes());
    }

    private static BatchValidation validateChanged(Consumer<MutableDirectBuffer> change) {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        change.accept(new UnsafeBuffer(bytes));
        return TestBatches.validate(TestBatches.sealed(bytes), RULES);
    }

    private static byte[] keylessInTheMiddle() {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        builder.append(TestBatches.NOW, TestBatches.text("k"), null);
        builder.append(TestBatches.NOW, null, TestBatches.text("v"));
        builder.append(TestBatches.NOW, TestBatches.text(""), null);
        return builder.build().toByteArray();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aProperBatchIsValid(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 10);
        BatchValidation result = TestBatches.validate(bytes, RULES);
        assertTrue(result.isValid(), result.message());
        assertEquals(bytes.length, result.batchSizeBytes());
        assertEquals(10, result.recordCount());
        assertEquals(TestBatches.NOW + 9, result.maxTimestamp());
        assertEquals(9, result.maxTimestampOffsetDelta());
        assertFalse(result.rewriteNeeded());
        assertEquals(compression, result.storedAs());
    }

    @Test
    void theFirstOfTheLargestTimestampsIsNamed() {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        for (long age : new long[] {5, 1, 3, 1, 9}) {
            builder.append(TestBatches.NOW - age, null, null);
        }
        BatchValidation result = TestBatches.validate(builder.build().toByteArray(), RULES);
        assertEquals(TestBatches.NOW - 1, result.maxTimestamp());
        assertEquals(1, result.maxTimestampOffsetDelta());
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 3})
    void anotherMagicIsAnInvalidRecord(byte magic) {
        BatchValidation result = validateChanged(buffer -> buffer.putByte(16, magic));
        assertEquals(ErrorCode.INVALID_RECORD, result.error().errorCode());
    }

    @Test
    void aWrongChecksumIsACorruptMessage() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        bytes[17] ^= 1;
        assertEquals(ErrorCode.CORRUPT_MESSAGE, TestBatches.validate(bytes, RULES).error().errorCode());
    }

    @Test
    void aBatchAboveTheTopicsLimitIsTooLarge() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        ValidationRules tight = new ValidationRules(false, bytes.length - 1, TimestampType.CREATE_TIME, Long.MAX_VALUE,
                1, CompressionPolicy.PRODUCER, 1_000_000);
        assertEquals(ErrorCode.MESSAGE_TOO_LARGE, TestBatches.validate(bytes, tight).error().errorCode());
    }

    @Test
    void countsMustAgreeWithEachOtherAndWithTheRecords() {
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putInt(57, 4, ByteOrder.BIG_ENDIAN)).error());
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putInt(57, -1, ByteOrder.BIG_ENDIAN)).error());
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putInt(23, -1, ByteOrder.BIG_ENDIAN)).error());
        for (int count : new int[] {1, 2, 4, Integer.MAX_VALUE}) {
            assertEquals(BatchError.INVALID, validateChanged(b -> {
                b.putInt(57, count, ByteOrder.BIG_ENDIAN);
                b.putInt(23, count - 1, ByteOrder.BIG_ENDIAN);
            }).error(), "count " + count);
        }
    }

    @Test
    void controlBatchesAndBareProducerIdsAreRefused() {
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putByte(22, (byte) 0x20)).error());
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putLong(43, 9, ByteOrder.BIG_ENDIAN)).error());
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putByte(22, (byte) 0x10)).error());
        assertEquals(BatchError.INVALID, validateChanged(b -> {
            b.putLong(43, 9, ByteOrder.BIG_ENDIAN);
            b.putInt(53, 0, ByteOrder.BIG_ENDIAN);
        }).error());
        assertTrue(validateChanged(b -> {
            b.putLong(43, 9, ByteOrder.BIG_ENDIAN);
            b.putShort(51, (short) 0, ByteOrder.BIG_ENDIAN);
            b.putInt(53, 0, ByteOrder.BIG_ENDIAN);
        }).isValid());
    }

    @Test
    void theBaseOffsetMustBeZero() {
        assertEquals(BatchError.INVALID, validateChanged(b -> b.putLong(0, 5, ByteOrder.BIG_ENDIAN)).error());
    }

    @ParameterizedTest
    @ValueSource(bytes = {5, 6, 7})
    void anUnknownCompressionIsSaidToBeSo(byte compression) {
        assertEquals(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                validateChanged(b -> b.putByte(22, compression)).error().errorCode());
    }

    @Test
    void zstdNeedsProduceSeven() {
        byte[] bytes = TestBatches.batch(Compression.ZSTD, 3);
        BatchValidator validator = new BatchValidator(TestBatches.CODECS);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        assertEquals(BatchError.BAD_COMPRESSION, validator.validate(buffer, 0, bytes.length, RULES, (short) 6,
                TestBatches.NOW).error());
        assertTrue(validator.validate(buffer, 0, bytes.length, RULES, (short) 7, TestBatches.NOW).isValid());
    }

    @Test
    void twoBatchesAreRefusedAndABeginningOfOneIsCutAway() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        byte[] two = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, two, bytes.length, bytes.length);
        assertEquals(BatchError.INVALID, TestBatches.validate(two, RULES).error());

        BatchValidation cut = TestBatches.validate(Arrays.copyOf(two, two.length - 1), RULES);
        assertTrue(cut.isValid(), cut.message());
        assertEquals(bytes.length, cut.batchSizeBytes());

        byte[] garbage = Arrays.copyOf(bytes, bytes.length + 100);
        assertEquals(BatchError.CORRUPT, TestBatches.validate(garbage, RULES).error());
    }

    @Test
    void nothingIsNoBatch() {
        assertEquals(ErrorCode.INVALID_RECORD, TestBatches.validate(new byte[0], RULES).error().errorCode());
    }

    @Test
    void aCompactedTopicNamesTheRecordsWithoutKeys() {
        ValidationRules compacted =
                rules(true, TimestampType.CREATE_TIME, Long.MAX_VALUE, 1, CompressionPolicy.PRODUCER);
        BatchValidation result = TestBatches.validate(keylessInTheMiddle(), compacted);
        assertEquals(ErrorCode.INVALID_RECORD, result.error().errorCode());
        assertEquals(1, result.defects().size());
        assertEquals(1, result.defects().get(0).index());
        assertTrue(TestBatches.validate(keylessInTheMiddle(), RULES).defects().isEmpty());
    }

    @Test
    void timestampsMustBeCloseToThePresent() {
        ValidationRules close = rules(false, TimestampType.CREATE_TIME, 10, 20, CompressionPolicy.PRODUCER);
        assertEquals(BatchError.NONE, validateOne(TestBatches.NOW - 10, close));
        assertEquals(BatchError.BAD_TIMESTAMP, validateOne(TestBatches.NOW - 11, close));
        assertEquals(BatchError.NONE, validateOne(TestBatches.NOW + 20, close));
        assertEquals(BatchError.BAD_TIMESTAMP, validateOne(TestBatches.NOW + 21, close));
        assertEquals(BatchError.NONE, validateOne(RecordBatch.NO_TIMESTAMP, close));
        assertEquals(ErrorCode.INVALID_TIMESTAMP, BatchError.BAD_TIMESTAMP.errorCode());
    }

    private static BatchError validateOne(long timestamp, ValidationRules rules) {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        builder.append(timestamp, null, null);
        return TestBatches.validate(builder.build().toByteArray(), rules).error();
    }

    @Test
    void anAppendTimeTopicSetsThePresentAndLooksAtNoTimestamp() {
        ValidationRules append = rules(false, TimestampType.LOG_APPEND_TIME, 0, 0, CompressionPolicy.PRODUCER);
        BatchValidation result = TestBatches.validate(TestBatches.batch(Compression.NONE, 3), append);
        assertTrue(result.isValid());
        assertEquals(TestBatches.NOW, result.maxTimestamp());
        assertEquals(2, result.maxTimestampOffsetDelta());

        byte[] stamped = TestBatches.batch(Compression.NONE, 3);
        stamped[22] |= 8;
        assertEquals(BatchError.BAD_TIMESTAMP, TestBatches.validate(TestBatches.sealed(stamped), append).error());
    }

    @Test
    void anotherCompressionOfTheTopicAsksForARewrite() {
        ValidationRules lz4 = rules(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, 10_000,
                CompressionPolicy.of(Compression.LZ4));
        assertTrue(TestBatches.validate(TestBatches.batch(Compression.GZIP, 3), lz4).rewriteNeeded());
        assertEquals(Compression.LZ4, TestBatches.validate(TestBatches.batch(Compression.NONE, 3), lz4).storedAs());
        assertFalse(TestBatches.validate(TestBatches.batch(Compression.LZ4, 3), lz4).rewriteNeeded());
    }

    @Test
    void offsetsThatAreNotCountedOneByOneAskForARewriteThatCountsThem() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        // The first record's offset delta is behind its length (1 byte here), its attributes and its timestamp delta.
        bytes[61 + 3] = 2;
        TestBatches.sealed(bytes);
        BatchValidation result = TestBatches.validate(bytes, RULES);
        assertTrue(result.isValid(), result.message());
        assertTrue(result.rewriteNeeded());

        BatchRewriter rewriter = new BatchRewriter(TestBatches.CODECS, CompressionLevels.DEFAULT, 1_000_000);
        byte[] rewritten = rewriter.rewrite(TestBatches.wrap(bytes), Compression.NONE).toByteArray();
        assertFalse(TestBatches.validate(rewritten, RULES).rewriteNeeded());
    }

    @Test
    void aDefectIsForgottenByTheNextValidation() {
        BatchValidator validator = new BatchValidator(TestBatches.CODECS);
        byte[] bad = new byte[5];
        byte[] good = TestBatches.batch(Compression.SNAPPY, 2);
        assertFalse(validator.validate(new UnsafeBuffer(bad), 0, 5, RULES, (short) 9, TestBatches.NOW).isValid());
        BatchValidation result = validator.validate(new UnsafeBuffer(good), 0, good.length, RULES, (short) 9,
                TestBatches.NOW);
        assertTrue(result.isValid());
        assertEquals("", result.message());
    }
}
