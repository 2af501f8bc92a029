package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordBatchTest {

    @Test
    void showsEveryFieldOfTheHeader() {
        RecordBatch batch = new RecordBatch();
        BatchBuilder builder = TestBatches.builder().begin(100, Compression.ZSTD).leaderEpoch(7)
                .producer(42, (short) 3, 55).transactional(true);
        builder.append(1_000, TestBatches.text("a"), null);
        builder.append(900, null, TestBatches.text("b"));
        byte[] bytes = builder.build().toByteArray();
        batch.wrap(new UnsafeBuffer(bytes), 0);

        assertEquals(100, batch.baseOffset());
        assertEquals(101, batch.lastOffset());
        assertEquals(102, batch.nextOffset());
        assertEquals(bytes.length, batch.sizeBytes());
        assertEquals(bytes.length - 12, batch.batchLength());
        assertEquals(bytes.length - 61, batch.recordsSizeBytes());
        assertEquals(7, batch.partitionLeaderEpoch());
        assertEquals(2, batch.magic());
        assertEquals(1_000, batch.baseTimestamp());
        assertEquals(1_000, batch.maxTimestamp());
        assertEquals(42, batch.producerId());
        assertEquals(3, batch.producerEpoch());
        assertEquals(55, batch.baseSequence());
        assertEquals(56, batch.lastSequence());
        assertEquals(2, batch.recordCount());
        assertEquals(Compression.ZSTD, batch.compression());
        assertEquals(TimestampType.CREATE_TIME, batch.timestampType());
        assertTrue(batch.isTransactional());
        assertFalse(batch.isControl());
        assertFalse(batch.hasDeleteHorizon());
        assertTrue(batch.isCrcValid());
    }

    @Test
    void offsetAndEpochAreSetWithoutTouchingTheChecksum() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 3);
        MutableRecordBatch batch = new MutableRecordBatch().wrap(new UnsafeBuffer(bytes), 0);
        long crc = batch.batch().crc();

        batch.baseOffset(Long.MAX_VALUE - 10);
        batch.partitionLeaderEpoch(9);

        assertEquals(Long.MAX_VALUE - 8, batch.batch().lastOffset());
        assertEquals(9, batch.batch().partitionLeaderEpoch());
        assertEquals(crc, batch.batch().crc());
        assertTrue(batch.batch().isCrcValid());
    }

    @Test
    void theAppendTimeReplacesEachRecordsTimestamp() {
        byte[] bytes = TestBatches.batch(Compression.GZIP, 3);
        MutableRecordBatch batch = new MutableRecordBatch().wrap(new UnsafeBuffer(bytes), 0);

        batch.maxTimestamp(TimestampType.LOG_APPEND_TIME, 5_000);

        assertEquals(TimestampType.LOG_APPEND_TIME, batch.batch().timestampType());
        assertEquals(Compression.GZIP, batch.batch().compression());
        assertTrue(batch.batch().isCrcValid());
        RecordReader reader = new RecordReader(TestBatches.CODECS, 1_000_000).wrap(batch.batch());
        while (reader.next()) {
            assertEquals(5_000, reader.timestamp());
        }
        batch.maxTimestamp(TimestampType.CREATE_TIME, TestBatches.NOW + 2);
        assertEquals(TimestampType.CREATE_TIME, batch.batch().timestampType());
        assertTrue(batch.batch().isCrcValid());
    }

    @Test
    void checksumsAreThoseOfTheJdkInEveryKindOfMemory() {
        byte[] bytes = TestBatches.batch(Compression.NONE, 500);
        CRC32C expected = new CRC32C();
        expected.update(bytes, 21, bytes.length - 21);

        ExpandableArrayBuffer expandable = new ExpandableArrayBuffer();
        expandable.putBytes(11, bytes);
        ByteBuffer slab = ByteBuffer.allocateDirect(bytes.length + 50);
        UnsafeBuffer address = new UnsafeBuffer(new UnsafeBuffer(slab).addressOffset(), slab.capacity());
        address.putBytes(9, bytes);
        byte[] padded = new byte[bytes.length + 8];
        System.arraycopy(bytes, 0, padded, 8, bytes.length);

        assertEquals(expected.getValue(), TestBatches.wrap(bytes).computeCrc());
        assertEquals(expected.getValue(), TestBatches.wrapDirect(bytes).computeCrc());
        assertEquals(expected.getValue(), new RecordBatch().wrap(expandable, 11).computeCrc());
        assertEquals(expected.getValue(), new RecordBatch().wrap(address, 9).computeCrc());
        assertEquals(expected.getValue(), new RecordBatch()
                .wrap(new UnsafeBuffer(padded, 5, bytes.length + 3), 3).computeCrc());
    }

    @Test
    void sequencesGoOnAtZero() {
        assertEquals(0, Sequences.increment(Integer.MAX_VALUE, 1));
        assertEquals(Integer.MAX_VALUE, Sequences.increment(Integer.MAX_VALUE, 0));
        assertEquals(4, Sequences.increment(Integer.MAX_VALUE - 5, 10));
        assertEquals(Integer.MAX_VALUE, Sequences.decrement(0, 1));
        assertEquals(Integer.MAX_VALUE - 5, Sequences.decrement(4, 10));
        assertTrue(Sequences.follows(Integer.MAX_VALUE, 0));
        assertFalse(Sequences.follows(5, 5));

        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE)
                .producer(1, (short) 0, Integer.MAX_VALUE - 1);
        for (int i = 0; i < 4; i++) {
            builder.append(i, null, null);
        }
        RecordBatch batch = TestBatches.wrap(builder.build().toByteArray());
        assertEquals(1, batch.lastSequence());
        RecordReader reader = new RecordReader(TestBatches.CODECS, 1_000).wrap(batch);
        int[] expected = {Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 0, 1};
        while (reader.next()) {
            assertEquals(expected[reader.index()], reader.sequence());
        }
    }

    @Test
    void aHeaderThatIsNotThereCannotBeWrapped() {
        assertThrows(IndexOutOfBoundsException.class, () -> TestBatches.wrap(new byte[60]));
    }
}
