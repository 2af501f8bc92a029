package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes are, the answer is a result and never another exception. */
class CorruptionTest {

    private static final int SMALL_LIMIT = 1 << 20;

    private static void readOrRefuse(byte[] bytes) {
        try {
            RecordReader reader = new RecordReader(TestBatches.CODECS, SMALL_LIMIT).wrap(TestBatches.wrap(bytes));
            while (reader.next()) {
                TestBatches.plain(reader);
            }
        } catch (BadBatchException e) {
            assertTrue(e.getMessage().length() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aFlippedBitBehindTheEpochIsFoundByTheChecksum(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 20);
        for (int i = 17; i < bytes.length; i++) {
            byte[] bad = bytes.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            BatchValidation result = TestBatches.validate(bad, ValidationRules.DEFAULT);
            assertFalse(result.isValid(), "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aFlippedByteUnderARightChecksumNeverThrows(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 20);
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = bytes.clone();
                bad[i] ^= (byte) (1 << bit);
                if (i >= 8 && i < 12) {
                    TestBatches.validate(bad, ValidationRules.DEFAULT);
                } else {
                    TestBatches.validate(TestBatches.sealed(bad), ValidationRules.DEFAULT);
                    readOrRefuse(bad);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void everyTruncationIsRefused(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 20);
        for (int length = 0; length < bytes.length; length++) {
            BatchValidation result = TestBatches.validate(Arrays.copyOf(bytes, length), ValidationRules.DEFAULT);
            assertEquals(BatchError.INVALID, result.error(), "cut at " + length);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void recordsThatEndEarlyAreRefused(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 20);
        int emptyTail = compression == Compression.LZ4 ? Integer.BYTES : 0;
        for (int length = 61; length < bytes.length - emptyTail; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            new UnsafeBuffer(cut).putInt(8, length - 12, ByteOrder.BIG_ENDIAN);
            BatchValidation result = TestBatches.validate(TestBatches.sealed(cut), ValidationRules.DEFAULT);
            assertEquals(BatchError.INVALID, result.error(), "cut at " + length);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void bytesBehindTheLastRecordAreRefused(Compression compression) {
        byte[] bytes = TestBatches.batch(compression, 20);
        UnsafeBuffer fewer = new UnsafeBuffer(bytes);
        fewer.putInt(57, 19, ByteOrder.BIG_ENDIAN);
        fewer.putInt(23, 18, ByteOrder.BIG_ENDIAN);
        BatchValidation result = TestBatches.validate(TestBatches.sealed(bytes), ValidationRules.DEFAULT);
        assertEquals(BatchError.INVALID, result.error());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void randomBytesAsRecordsNeverThrow(Compression compression) {
        Random random = new Random(17);
        byte[] begin = TestBatches.batch(compression, 3);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = Arrays.copyOf(begin, 61 + random.nextInt(200));
            int from = Math.min(bytes.length, 61 + random.nextInt(20));
            for (int at = from; at < bytes.length; at++) {
                bytes[at] = (byte) random.nextInt();
            }
            new UnsafeBuffer(bytes).putInt(8, bytes.length - 12, ByteOrder.BIG_ENDIAN);
            assertFalse(TestBatches.validate(TestBatches.sealed(bytes), ValidationRules.DEFAULT).isValid());
            readOrRefuse(bytes);
        }
    }
}
