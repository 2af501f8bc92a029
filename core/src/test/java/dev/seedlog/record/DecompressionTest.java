package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

/** Streams that other clients send, and streams that mean harm. */
class DecompressionTest {

    private static final int MEBIBYTE = 1 << 20;

    /** A batch of the given compression with these bytes as its records. */
    private static byte[] withRecords(Compression compression, byte[] compressed, int recordCount) {
        byte[] bytes = Arrays.copyOf(TestBatches.batch(Compression.NONE, recordCount), 61 + compressed.length);
        System.arraycopy(compressed, 0, bytes, 61, compressed.length);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putInt(8, bytes.length - 12, ByteOrder.BIG_ENDIAN);
        buffer.putByte(22, (byte) compression.id());
        return TestBatches.sealed(bytes);
    }

    private static byte[] plainRecords(int count) {
        byte[] batch = TestBatches.batch(Compression.NONE, count);
        return Arrays.copyOfRange(batch, 61, batch.length);
    }

    private static byte[] compress(Compression compression, byte[] bytes, int from, int length) {
        ExpandableArrayBuffer target = new ExpandableArrayBuffer();
        int produced = TestBatches.CODECS.compressor(compression, CompressionLevels.DEFAULT.of(compression))
                .compress(bytes, from, length, target, 0);
        return new BufferSlice(target, 0, produced).toByteArray();
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    @Test
    void aBareSnappyBlockIsRead() throws IOException {
        byte[] records = plainRecords(5_000);
        byte[] batch = withRecords(Compression.SNAPPY, Snappy.compress(records), 5_000);
        assertEquals(TestBatches.read(TestBatches.wrap(TestBatches.batch(Compression.NONE, 5_000))),
                TestBatches.read(TestBatches.wrapDirect(batch)));
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = {"GZIP", "SNAPPY", "ZSTD"})
    void streamsOneBehindTheOtherAreRead(Compression compression) {
        byte[] records = plainRecords(1_000);
        byte[] half = compress(compression, records, 0, 777);
        byte[] rest = compress(compression, records, 777, records.length - 777);
        byte[] batch = withRecords(compression, concat(half, rest), 1_000);
        assertEquals(TestBatches.read(TestBatches.wrap(TestBatches.batch(Compression.NONE, 1_000))),
                TestBatches.read(TestBatches.wrap(batch)));
    }

    @Test
    void lz4FramesOfEveryBlockSizeAndWithChecksumsAreRead() throws IOException {
        byte[] records = plainRecords(100_000);
        List<String> expected = TestBatches.read(TestBatches.wrap(TestBatches.batch(Compression.NONE, 100_000)));
        for (LZ4FrameOutputStream.BLOCKSIZE size : LZ4FrameOutputStream.BLOCKSIZE.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (LZ4FrameOutputStream out = new LZ4FrameOutputStream(bytes, size, records.length,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE, LZ4FrameOutputStream.FLG.Bits.BLOCK_CHECKSUM,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM, LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE)) {
                out.write(records);
            }
            byte[] batch = withRecords(Compression.LZ4, bytes.toByteArray(), 100_000);
            assertEquals(expected, TestBatches.read(TestBatches.wrap(batch)), size.name());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBombIsRefusedAtTheLimit(Compression compression) {
        // One record with a value of zeros: small when compressed, large when not.
        BatchBuilder builder = TestBatches.builder().begin(0, compression);
        builder.append(TestBatches.NOW, null, BufferSlice.of(new byte[64 * MEBIBYTE]));
        byte[] bytes = builder.build().toByteArray();
        ValidationRules rules = new ValidationRules(false, bytes.length, TimestampType.CREATE_TIME, Long.MAX_VALUE, 0,
                CompressionPolicy.PRODUCER, MEBIBYTE);
        validateMeasured(bytes, rules);
        long allocated = validateMeasured(bytes, rules);
        assertTrue(allocated < 2 * MEBIBYTE, "allocated " + allocated);

        RecordReader reader = new RecordReader(TestBatches.CODECS, MEBIBYTE).wrap(TestBatches.wrap(bytes));
        assertEquals(BatchError.TOO_LARGE, assertThrows(BadBatchException.class, reader::next).error());
    }

    private static long validateMeasured(byte[] bytes, ValidationRules rules) {
        long before = Allocations.ofThisThread();
        assertEquals(BatchError.TOO_LARGE, TestBatches.validate(bytes, rules).error());
        return Allocations.ofThisThread() - before;
    }

    @Test
    void aSnappyBlockThatClaimsTheImpossibleAllocatesNothing() {
        // A varint of 100,000,000, which is within the limit, as the length of what follows.
        byte[] bomb = {(byte) 0x80, (byte) 0xC2, (byte) 0xD7, 0x2F, 0, 0};
        byte[] batch = withRecords(Compression.SNAPPY, bomb, 1);
        long before = Allocations.ofThisThread();
        assertEquals(BatchError.INVALID, TestBatches.validate(batch, ValidationRules.DEFAULT).error());
        assertTrue(Allocations.ofThisThread() - before < MEBIBYTE);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aRecordThatClaimsTwoGigabytesAllocatesNothing(Compression compression) {
        byte[] record = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0, 0, 0, 1, 1, 0};
        byte[] compressed = compression == Compression.NONE ? record : compress(compression, record, 0, record.length);
        byte[] batch = withRecords(compression, compressed, 1);
        RecordReader reader = new RecordReader(TestBatches.CODECS, Integer.MAX_VALUE);
        long before = Allocations.ofThisThread();
        BatchValidation result = TestBatches.validate(batch, ValidationRules.DEFAULT);
        assertEquals(BatchError.INVALID, result.error());
        assertThrows(BadBatchException.class, reader.wrap(TestBatches.wrap(batch))::next);
        assertTrue(Allocations.ofThisThread() - before < MEBIBYTE);
    }

    @Test
    void gzipsOwnChecksumAndLengthAreChecked() {
        byte[] stream = compress(Compression.GZIP, plainRecords(3), 0, plainRecords(3).length);
        for (int at = stream.length - 8; at < stream.length; at++) {
            byte[] bad = stream.clone();
            bad[at] ^= 1;
            assertEquals(BatchError.INVALID,
                    TestBatches.validate(withRecords(Compression.GZIP, bad, 3), ValidationRules.DEFAULT).error());
        }
    }

    @Test
    void dependentLz4BlocksAreRefused() {
        byte[] stream = compress(Compression.LZ4, plainRecords(3), 0, 20);
        stream[4] = 0x40;
        assertEquals(BatchError.INVALID,
                TestBatches.validate(withRecords(Compression.LZ4, stream, 3), ValidationRules.DEFAULT).error());
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void bothChoicesOfInstancesReadEachOthersBytes(Compression compression) {
        try (Codecs fastest = new Codecs(CodecInstances.fastest())) {
            BatchBuilder builder = new BatchBuilder(fastest, new CompressionLevels(1, 12, 19)).begin(0, compression);
            builder.append(1, null, TestBatches.text("a".repeat(100_000)));
            byte[] bytes = builder.build().toByteArray();
            assertEquals(1, TestBatches.read(TestBatches.wrap(bytes)).size());

            byte[] pure = TestBatches.batch(compression, 5_000);
            RecordReader reader = new RecordReader(fastest, MEBIBYTE).wrap(TestBatches.wrap(pure));
            int count = 0;
            while (reader.next()) {
                count++;
            }
            assertEquals(5_000, count);
        }
    }

    @Test
    void levelsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CompressionLevels(0, 9, 3));
        assertThrows(IllegalArgumentException.class, () -> new CompressionLevels(10, 9, 3));
        assertThrows(IllegalArgumentException.class, () -> new CompressionLevels(-1, 18, 3));
        assertThrows(IllegalArgumentException.class, () -> new CompressionLevels(-1, 9, 23));
    }
}
