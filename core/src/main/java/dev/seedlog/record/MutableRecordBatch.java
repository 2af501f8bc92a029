package dev.seedlog.record;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** What a leader changes in a batch before it appends it, in place. A flyweight, wrapped anew for each batch. */
public final class MutableRecordBatch {

    private final RecordBatch batch = new RecordBatch();

    private MutableDirectBuffer buffer;
    private int offset;

    /**
     * Changes the batch that begins at {@code batchOffset}.
     *
     * @throws IndexOutOfBoundsException if the buffer has no room for a header there
     */
    public MutableRecordBatch wrap(MutableDirectBuffer batchBuffer, int batchOffset) {
        batch.wrap(batchBuffer, batchOffset);
        this.buffer = batchBuffer;
        this.offset = batchOffset;
        return this;
    }

    /** The same batch, to read. */
    public RecordBatch batch() {
        return batch;
    }

    /** Sets the first record's offset; the checksum does not cover it. */
    public void baseOffset(long baseOffset) {
        buffer.putLong(offset + RecordBatch.BASE_OFFSET_AT, baseOffset, ByteOrder.BIG_ENDIAN);
    }

    /** Sets the leader's epoch; the checksum does not cover it. */
    public void partitionLeaderEpoch(int leaderEpoch) {
        buffer.putInt(offset + RecordBatch.LEADER_EPOCH_AT, leaderEpoch, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Sets who gave the timestamps, and the largest. The checksum is computed again if anything changes; the batch's
     * size must have been checked.
     */
    public void maxTimestamp(TimestampType type, long maxTimestampMs) {
        if (batch.timestampType() == type && batch.maxTimestamp() == maxTimestampMs) {
            return;
        }
        int others = batch.attributes() & ~RecordBatch.LOG_APPEND_TIME_BIT;
        int bit = type == TimestampType.LOG_APPEND_TIME ? RecordBatch.LOG_APPEND_TIME_BIT : 0;
        buffer.putShort(offset + RecordBatch.ATTRIBUTES_AT, (short) (others | bit), ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + RecordBatch.MAX_TIMESTAMP_AT, maxTimestampMs, ByteOrder.BIG_ENDIAN);
        sealCrc();
    }

    /**
     * Leaves nothing but the header, as compaction does with a batch whose records are all gone: offsets, producer and
     * largest timestamp stay.
     */
    public void removeRecords() {
        int gone = RecordBatch.COMPRESSION_MASK | RecordBatch.DELETE_HORIZON_BIT;
        buffer.putShort(offset + RecordBatch.ATTRIBUTES_AT, (short) (batch.attributes() & ~gone),
                ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + RecordBatch.BATCH_LENGTH_AT,
                RecordBatch.HEADER_SIZE_BYTES - RecordBatch.LENGTH_PREFIX_BYTES, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + RecordBatch.BASE_TIMESTAMP_AT, RecordBatch.NO_TIMESTAMP, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + RecordBatch.RECORD_COUNT_AT, 0, ByteOrder.BIG_ENDIAN);
        sealCrc();
    }

    /** Stores the checksum that the bytes have now. The batch's size must have been checked. */
    public void sealCrc() {
        buffer.putInt(offset + RecordBatch.CRC_AT, (int) batch.computeCrc(), ByteOrder.BIG_ENDIAN);
    }
}
