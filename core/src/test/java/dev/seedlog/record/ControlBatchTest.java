package dev.seedlog.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.BufferSlice;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ControlBatchTest {

    private final RecordReader reader = new RecordReader(TestBatches.CODECS, 1_000);

    @Test
    void aTransactionsMarkerIsReadAsWritten() {
        BatchBuilder builder = TestBatches.builder().begin(10, Compression.NONE).producer(5, (short) 1, -1)
                .transactional(true);
        builder.appendControl(99, ControlRecordType.COMMIT, new EndTransactionMarker(77).toSlice());
        RecordBatch batch = TestBatches.wrap(builder.build().toByteArray());

        assertTrue(batch.isControl());
        assertTrue(batch.isTransactional());
        assertTrue(reader.wrap(batch).next());
        assertEquals(ControlRecordType.COMMIT, ControlRecordType.of(reader));
        assertEquals(77, EndTransactionMarker.of(reader).coordinatorEpoch());
    }

    @Test
    void severalControlRecordsShareABatch() {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE).leaderEpoch(3);
        builder.appendControl(1, ControlRecordType.LEADER_CHANGE, TestBatches.text("l"));
        builder.appendControl(1, ControlRecordType.KRAFT_VOTERS, TestBatches.text("v"));
        reader.wrap(TestBatches.wrap(builder.build().toByteArray()));
        assertTrue(reader.next());
        assertEquals(ControlRecordType.LEADER_CHANGE, ControlRecordType.of(reader));
        assertTrue(reader.next());
        assertEquals(ControlRecordType.KRAFT_VOTERS, ControlRecordType.of(reader));
    }

    @Test
    void everyTypeHasItsNumberAndOthersAreUnknown() {
        UnsafeBuffer key = new UnsafeBuffer(new byte[4]);
        for (int number = -3; number < 20; number++) {
            key.putShort(2, (short) number, ByteOrder.BIG_ENDIAN);
            ControlRecordType type = ControlRecordType.of(key, 0, 4);
            assertEquals(number >= 0 && number <= 6 ? number : -1, type.type());
        }
    }

    @Test
    void badKeysAndMarkersAreRefused() {
        assertThrows(BadBatchException.class, () -> ControlRecordType.of(new UnsafeBuffer(new byte[3]), 0, 3));
        UnsafeBuffer negativeVersion = new UnsafeBuffer(new byte[] {-1, 0, 0, 0});
        assertThrows(BadBatchException.class, () -> ControlRecordType.of(negativeVersion, 0, 4));
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        builder.appendControl(1, ControlRecordType.ABORT, BufferSlice.of(new byte[5]));
        reader.wrap(TestBatches.wrap(builder.build().toByteArray())).next();
        assertThrows(BadBatchException.class, () -> EndTransactionMarker.of(reader));
    }

    @Test
    void dataAndControlDoNotMix() {
        BatchBuilder builder = TestBatches.builder().begin(0, Compression.NONE);
        builder.append(1, null, null);
        assertThrows(IllegalStateException.class,
                () -> builder.appendControl(1, ControlRecordType.ABORT, BufferSlice.EMPTY));
        builder.begin(0, Compression.NONE).appendControl(1, ControlRecordType.ABORT, BufferSlice.EMPTY);
        assertThrows(IllegalStateException.class, () -> builder.append(1, null, null));
    }
}
