package dev.seedlog.log;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The one record of a control batch that ends a transaction: whether it was committed, and the epoch of the coordinator
 * that says so. A flyweight, filled anew by each {@link #read}.
 */
final class EndMarker {

    /** No marker is larger than this; control records of other kinds are not read as far. */
    static final int MAX_BYTES = 128;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;
    private static final int KEY_BYTES = 4;
    private static final int VALUE_BYTES = 6;
    private static final int MAX_VARINT_BYTES = 10;

    private short type;
    private int coordinatorEpoch;
    private int at;
    private int end;
    private DirectBuffer buffer;

    /** Reads the first record; false if it does not end a transaction or cannot be one. */
    boolean read(DirectBuffer records, int offset, int lengthBytes) {
        buffer = records;
        at = offset;
        end = offset + lengthBytes;
        varint();
        at++;
        varint();
        varint();
        long keyBytes = varint();
        if (keyBytes < KEY_BYTES || keyBytes > end - at) {
            return false;
        }
        type = buffer.getShort(at + Short.BYTES, ByteOrder.BIG_ENDIAN);
        at += (int) keyBytes;
        long valueBytes = varint();
        if (type != ABORT && type != COMMIT || valueBytes < VALUE_BYTES || valueBytes > end - at) {
            return false;
        }
        coordinatorEpoch = buffer.getInt(at + Short.BYTES, ByteOrder.BIG_ENDIAN);
        return true;
    }

    /** A zigzag number; -1 at the end of the range. */
    private long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at >= end) {
                return -1;
            }
            byte next = buffer.getByte(at++);
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        return -1;
    }

    boolean isAbort() {
        return type == ABORT;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }
}
