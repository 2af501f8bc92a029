package dev.seedlog.record;

import dev.seedlog.base.BufferSlice;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The value of a control record that ends a transaction in a partition (KIP-98): a version, int16, and the epoch of the
 * transaction coordinator, int32.
 *
 * @param coordinatorEpoch the epoch of the coordinator that wrote it
 */
public record EndTransactionMarker(int coordinatorEpoch) {

    private static final int SIZE_BYTES = 6;
    private static final short VERSION = 0;

    /**
     * Reads the value of the record shown.
     *
     * @throws BadBatchException if it is too short or of a negative version; a later version is read as this one
     */
    public static EndTransactionMarker of(RecordReader record) {
        if (record.valueLength() < SIZE_BYTES) {
            throw new BadBatchException(BatchError.INVALID,
                    "the marker of a transaction has " + record.valueLength() + " bytes");
        }
        short version = record.buffer().getShort(record.valueOffset(), ByteOrder.BIG_ENDIAN);
        if (version < 0) {
            throw new BadBatchException(BatchError.INVALID, "the marker of a transaction is of version " + version);
        }
        return new EndTransactionMarker(
                record.buffer().getInt(record.valueOffset() + Short.BYTES, ByteOrder.BIG_ENDIAN));
    }

    /** The value's bytes. */
    public BufferSlice toSlice() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[SIZE_BYTES]);
        bytes.putShort(0, VERSION, ByteOrder.BIG_ENDIAN);
        bytes.putInt(Short.BYTES, coordinatorEpoch, ByteOrder.BIG_ENDIAN);
        return new BufferSlice(bytes, 0, SIZE_BYTES);
    }
}
