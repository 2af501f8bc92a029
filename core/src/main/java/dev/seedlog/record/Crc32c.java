package dev.seedlog.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * CRC32C over a range of a buffer, without a copy and without an allocation per call. One instance serves one shard.
 */
public final class Crc32c {

    private static final int CHUNK_BYTES = 4_096;

    private final CRC32C crc = new CRC32C();

    // Position and limit of a buffer that others use must not move, so direct memory is read through a view. The same
    // few slabs come again and again: the view is kept until another one comes.
    private ByteBuffer viewed;
    private ByteBuffer view;
    private byte[] chunk;

    /** The checksum of {@code lengthBytes} bytes from {@code offset}, as the 32 bits that a batch stores. */
    public int compute(DirectBuffer buffer, int offset, int lengthBytes) {
        buffer.boundsCheck(offset, lengthBytes);
        crc.reset();
        if (buffer.byteArray() != null) {
            crc.update(buffer.byteArray(), buffer.wrapAdjustment() + offset, lengthBytes);
        } else if (buffer.byteBuffer() != null) {
            updateFromView(buffer.byteBuffer(), buffer.wrapAdjustment() + offset, lengthBytes);
        } else {
            updateInChunks(buffer, offset, lengthBytes);
        }
        return (int) crc.getValue();
    }

    private void updateFromView(ByteBuffer bytes, int position, int lengthBytes) {
        if (viewed != bytes) {
            viewed = bytes;
            view = bytes.duplicate();
        }
        view.limit(position + lengthBytes).position(position);
        crc.update(view);
    }

    /** For memory that is neither an array nor a ByteBuffer, such as an address. */
    private void updateInChunks(DirectBuffer buffer, int offset, int lengthBytes) {
        if (chunk == null) {
            chunk = new byte[CHUNK_BYTES];
        }
        int done = 0;
        while (done < lengthBytes) {
            int part = Math.min(CHUNK_BYTES, lengthBytes - done);
            buffer.getBytes(offset + done, chunk, 0, part);
            crc.update(chunk, 0, part);
            done += part;
        }
    }
}
