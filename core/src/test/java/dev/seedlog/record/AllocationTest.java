package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walking and validating a thousand records allocates as much as one. */
class AllocationTest {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 100;
    /** What a codec may allocate for a batch, whatever its records are: views, native handles. */
    private static final int BYTES_PER_BATCH = 600;
    /** The pure Java lz4 compressor makes a table of 16 KiB for each block of 64. */
    private static final int BYTES_PER_REWRITE = 17_000;

    /**
     * Far less than a byte a record. The binding of zstd takes a lock for each 32 KiB that it decompresses, and that
     * allocates 144 bytes on JDK 25.
     */
    private static final int TOLERANCE_BYTES = 200;

    private static long bytesPerRound(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long before = Allocations.ofThisThread();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        return (Allocations.ofThisThread() - before) / ROUNDS;
    }

    private static void compare(Compression compression, int limit, Function<RecordBatch, Runnable> work) {
        RecordBatch one = TestBatches.wrapDirect(TestBatches.batch(compression, 1));
        RecordBatch thousand = TestBatches.wrapDirect(TestBatches.batch(compression, 1_000));
        long ofOne = bytesPerRound(work.apply(one));
        long ofThousand = bytesPerRound(work.apply(thousand));
        assertTrue(ofThousand <= ofOne + TOLERANCE_BYTES && ofThousand < limit,
                compression + ": one record " + ofOne + " bytes, a thousand " + ofThousand);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void validating(Compression compression) {
        BatchValidator validator = new BatchValidator(TestBatches.CODECS);
        compare(compression, BYTES_PER_BATCH, batch -> () -> assertTrue(validator.validate(batch.buffer(),
                batch.bufferOffset(), batch.sizeBytes(), ValidationRules.DEFAULT, (short) 9, TestBatches.NOW)
                .isValid()));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void reading(Compression compression) {
        RecordReader reader = new RecordReader(TestBatches.CODECS, 1 << 20);
        compare(compression, BYTES_PER_BATCH, batch -> () -> {
            reader.wrap(batch);
            long sum = 0;
            while (reader.next()) {
                DirectBuffer buffer = reader.buffer();
                sum += buffer.getByte(reader.keyOffset()) + buffer.getByte(reader.valueOffset()) + reader.offset();
                HeaderCursor headers = reader.headers();
                while (headers.next()) {
                    sum += headers.keyLength() + headers.valueLength();
                }
            }
            assertTrue(sum > 0);
        });
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void rewriting(Compression compression) {
        BatchRewriter rewriter = new BatchRewriter(TestBatches.CODECS, CompressionLevels.DEFAULT, 1 << 20);
        compare(compression, BYTES_PER_REWRITE,
                batch -> () -> assertTrue(rewriter.rewrite(batch, compression).lengthBytes() > 0));
    }
}
