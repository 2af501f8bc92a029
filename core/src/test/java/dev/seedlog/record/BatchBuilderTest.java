package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    @Test
    void aBuilderRemembersNothingOfTheBatchBefore() {
        BatchBuilder builder = TestBatches.builder().begin(5, Compression.GZIP).leaderEpoch(1)
                .producer(1, (short) 1, 1).transactional(true).deleteHorizon(50);
        builder.append(10, TestBatches.text("k"), TestBatches.text("v".repeat(10_000)));
        builder.build();

        builder.begin(0, Compression.NONE).append(7, null, null);
        byte[] reused = builder.build().toByteArray();
        BatchBuilder fresh = TestBatches.builder();
        fresh.append(7, null, null);
        assertEquals(fresh.build(), TestBatches.slice(reused));
    }

    @Test
    void itsSizeIsKnownBeforeTheRecordIsAdded() {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        int[] lengths = {-1, 0, 1, 63, 64, 8_191, 8_192, 100_000};
        for (int length : lengths) {
            int expected = builder.sizeBytesWith(1_000_000 - length, length, length);
            String text = length < 0 ? null : "x".repeat(length);
            builder.append(1_000_000 - length, text == null ? null : TestBatches.text(text),
                    text == null ? null : TestBatches.text(text));
            assertEquals(expected, builder.uncompressedSizeBytes());
        }
        assertEquals(builder.uncompressedSizeBytes(), builder.build().lengthBytes());
    }

    @Test
    void anEmptyBatchIsNotBuilt() {
        assertThrows(IllegalStateException.class, () -> TestBatches.builder().begin(0, Compression.NONE).build());
    }

    @Test
    void compactionLeavesGapsAndKeepsTheLastOffset() {
        RecordReader reader = new RecordReader(TestBatches.CODECS, 1_000_000)
                .wrap(TestBatches.wrap(TestBatches.batch(Compression.LZ4, 10)));
        BatchBuilder builder = TestBatches.builder().begin(40, Compression.LZ4).deleteHorizon(123_456);
        while (reader.next()) {
            if (reader.index() % 3 == 1) {
                builder.appendCopyAt(reader.offsetDelta(), reader);
            }
        }
        RecordBatch batch = TestBatches.wrap(builder.build(9).toByteArray());

        assertEquals(49, batch.lastOffset());
        assertEquals(3, batch.recordCount());
        assertTrue(batch.hasDeleteHorizon());
        assertEquals(123_456, batch.baseTimestamp());
        reader.wrap(batch);
        for (long offset : List.of(41L, 44L, 47L)) {
            assertTrue(reader.next());
            assertEquals(offset, reader.offset());
            assertEquals(TestBatches.NOW + offset - 40, reader.timestamp());
        }
    }

    @Test
    void topicsNameTheirCompression() {
        assertTrue(CompressionPolicy.forConfigName("producer").keepsProducers());
        assertEquals(Compression.NONE, CompressionPolicy.forConfigName("uncompressed").storedAs(Compression.ZSTD));
        assertEquals(Compression.ZSTD, CompressionPolicy.forConfigName("zstd").storedAs(Compression.NONE));
        assertThrows(IllegalArgumentException.class, () -> CompressionPolicy.forConfigName("none"));
        assertThrows(IllegalArgumentException.class, () -> CompressionPolicy.forConfigName("brotli"));
    }
}
