package dev.seedlog.log;

import dev.seedlog.record.MutableRecordBatch;
import dev.seedlog.record.RecordBatch;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes batches of magic 2, uncompressed, with real records. */
public final class Batches {

    private static final int TRANSACTIONAL = 0x10;
    private static final int CONTROL = 0x20;

    private long baseOffset;
    private int leaderEpoch = -1;
    private long timestampMs;
    private long producerId = RecordBatch.NO_PRODUCER_ID;
    private short producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
    private int baseSequence = RecordBatch.NO_SEQUENCE;
    private int attributes;

    /** A batch of records with timestamps {@code timestampMs}, one millisecond apart. */
    public static Batches at(long timestampMs) {
        Batches batches = new Batches();
        batches.timestampMs = timestampMs;
        return batches;
    }

    /** As a leader has it. */
    public Batches offset(long base, int epoch) {
        baseOffset = base;
        leaderEpoch = epoch;
        return this;
    }

    /** Of an idempotent producer. */
    public Batches producer(long id, int epoch, int sequence) {
        producerId = id;
        producerEpoch = (short) epoch;
        baseSequence = sequence;
        return this;
    }

    /** Within a transaction. */
    public Batches transactional() {
        attributes |= TRANSACTIONAL;
        return this;
    }

    /** {@code count} records with values of {@code valueBytes}. */
    public UnsafeBuffer records(int count, int valueBytes) {
        ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        int at = 0;
        for (int i = 0; i < count; i++) {
            ExpandableArrayBuffer record = new ExpandableArrayBuffer();
            int end = 1;
            end = varint(record, end, i);
            end = varint(record, end, i);
            end = varint(record, end, -1);
            end = varint(record, end, valueBytes);
            record.setMemory(end, valueBytes, (byte) ('a' + i % 26));
            end = varint(record, end + valueBytes, 0);
            at = varint(body, at, end);
            body.putBytes(at, record, 0, end);
            at += end;
        }
        return batch(body, at, count, timestampMs + count - 1);
    }

    /** A marker that ends the producer's transaction. */
    public UnsafeBuffer marker(boolean commit, int coordinatorEpoch) {
        attributes |= TRANSACTIONAL | CONTROL;
        ExpandableArrayBuffer record = new ExpandableArrayBuffer();
        int end = 1;
        end = varint(record, end, 0);
        end = varint(record, end, 0);
        end = varint(record, end, 4);
        record.putShort(end, (short) 0, ByteOrder.BIG_ENDIAN);
        record.putShort(end + 2, (short) (commit ? 1 : 0), ByteOrder.BIG_ENDIAN);
        end = varint(record, end + 4, 6);
        record.putShort(end, (short) 0, ByteOrder.BIG_ENDIAN);
        record.putInt(end + 2, coordinatorEpoch, ByteOrder.BIG_ENDIAN);
        end = varint(record, end + 6, 0);
        ExpandableArrayBuffer body = new ExpandableArrayBuffer();
        int at = varint(body, 0, end);
        body.putBytes(at, record, 0, end);
        return batch(body, at + end, 1, timestampMs);
    }

    private UnsafeBuffer batch(ExpandableArrayBuffer body, int bodyBytes, int count, long maxTimestampMs) {
        UnsafeBuffer batch = new UnsafeBuffer(new byte[RecordBatch.HEADER_SIZE_BYTES + bodyBytes]);
        batch.putLong(0, baseOffset, ByteOrder.BIG_ENDIAN);
        batch.putInt(8, batch.capacity() - 12, ByteOrder.BIG_ENDIAN);
        batch.putInt(12, leaderEpoch, ByteOrder.BIG_ENDIAN);
        batch.putByte(16, RecordBatch.MAGIC);
        batch.putShort(21, (short) attributes, ByteOrder.BIG_ENDIAN);
        batch.putInt(23, count - 1, ByteOrder.BIG_ENDIAN);
        batch.putLong(27, timestampMs, ByteOrder.BIG_ENDIAN);
        batch.putLong(35, maxTimestampMs, ByteOrder.BIG_ENDIAN);
        batch.putLong(43, producerId, ByteOrder.BIG_ENDIAN);
        batch.putShort(51, producerEpoch, ByteOrder.BIG_ENDIAN);
        batch.putInt(53, baseSequence, ByteOrder.BIG_ENDIAN);
        batch.putInt(57, count, ByteOrder.BIG_ENDIAN);
        batch.putBytes(61, body, 0, bodyBytes);
        new MutableRecordBatch().wrap(batch, 0).sealCrc();
        return batch;
    }

    private static int varint(ExpandableArrayBuffer buffer, int at, int value) {
        int left = (value << 1) ^ (value >> 31);
        int to = at;
        while ((left & ~0x7F) != 0) {
            buffer.putByte(to++, (byte) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        buffer.putByte(to++, (byte) left);
        return to;
    }
}
