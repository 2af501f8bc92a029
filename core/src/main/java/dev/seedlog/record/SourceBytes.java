package dev.seedlog.record;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Compressed bytes, handed out as array ranges, as all codecs take them. Bytes in an array are handed out where they
 * are; those in direct memory are copied piece by piece.
 */
final class SourceBytes {

    private final ScratchArray staged = new ScratchArray();

    private DirectBuffer buffer;
    private int position;
    private int end;
    private byte[] array;
    private int arrayOffset;

    void wrap(DirectBuffer source, int offset, int lengthBytes) {
        source.boundsCheck(offset, lengthBytes);
        buffer = source;
        position = offset;
        end = offset + lengthBytes;
        staged.trim();
    }

    int remaining() {
        return end - position;
    }

    int takeByte() {
        need(1);
        return buffer.getByte(position++) & 0xFF;
    }

    /** Makes the next {@code lengthBytes} the range that {@link #array()} and {@link #arrayOffset()} show. */
    void take(int lengthBytes) {
        need(lengthBytes);
        array = buffer.byteArray();
        if (array != null) {
            arrayOffset = buffer.wrapAdjustment() + position;
        } else {
            array = staged.atLeast(lengthBytes);
            arrayOffset = 0;
            buffer.getBytes(position, array, 0, lengthBytes);
        }
        position += lengthBytes;
    }

    /** Gives back the last bytes of the range taken. */
    void giveBack(int lengthBytes) {
        position -= lengthBytes;
    }

    void skip(int lengthBytes) {
        need(lengthBytes);
        position += lengthBytes;
    }

    int takeIntLittleEndian() {
        need(Integer.BYTES);
        int value = buffer.getInt(position, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES;
        return value;
    }

    int takeIntBigEndian() {
        need(Integer.BYTES);
        int value = buffer.getInt(position, ByteOrder.BIG_ENDIAN);
        position += Integer.BYTES;
        return value;
    }

    byte[] array() {
        return array;
    }

    int arrayOffset() {
        return arrayOffset;
    }

    private void need(int lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > end - position) {
            throw new BadBatchException(BatchError.INVALID, "the compressed records end early: " + lengthBytes
                    + " more bytes are needed, " + (end - position) + " are there");
        }
    }
}
