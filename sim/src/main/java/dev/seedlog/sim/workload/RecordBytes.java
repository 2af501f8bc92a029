package dev.seedlog.sim.workload;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.RecordReader;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A value as the bytes of a record: the number, then filler that depends on it, so that each changed byte shows. */
public final class RecordBytes {

    /** The smallest record. */
    public static final int MIN_BYTES = Long.BYTES;
    /** No value of ours. */
    public static final long CORRUPT = -1;

    private RecordBytes() {
    }

    /** The bytes of a value; at least {@link #MIN_BYTES}. */
    public static BufferSlice encode(long value, int sizeBytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[sizeBytes]);
        buffer.putLong(0, value, ByteOrder.BIG_ENDIAN);
        for (int i = Long.BYTES; i < sizeBytes; i++) {
            buffer.putByte(i, filler(value, i));
        }
        return new BufferSlice(buffer, 0, sizeBytes);
    }

    /** The value of a record; {@link #CORRUPT} if its bytes are not what {@link #encode} makes. */
    public static long decode(RecordReader record) {
        int length = record.valueLength();
        if (length < Long.BYTES) {
            return CORRUPT;
        }
        DirectBuffer buffer = record.buffer();
        int offset = record.valueOffset();
        long value = buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
        for (int i = Long.BYTES; i < length; i++) {
            if (buffer.getByte(offset + i) != filler(value, i)) {
                return CORRUPT;
            }
        }
        return value;
    }

    /** Compresses to about a half. */
    private static byte filler(long value, int index) {
        return (byte) ((index & 1) == 0 ? 'x' : value * 31 + index * 7L);
    }
}
