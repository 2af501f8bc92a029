package dev.seedlog.log;

import dev.seedlog.record.BatchCursor;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads a segment's batches as a whole, some at a time. */
final class BatchChunks {

    private static final int CHUNK_BYTES = 128 * 1_024;
    private static final int LENGTH_AT = 8;

    private final BatchCursor cursor = new BatchCursor();
    private UnsafeBuffer chunk;

    /**
     * The batches from {@code position} on: the first one whatever its size, and those behind it that fit in. The last
     * may be cut. They are valid until the next call.
     *
     * @throws CorruptFileException if there is no batch
     */
    BatchCursor load(Segment segment, int position) {
        int left = segment.sizeBytes() - position;
        if (chunk == null) {
            chunk = new UnsafeBuffer(new byte[CHUNK_BYTES]);
        }
        UnsafeBuffer buffer = chunk;
        int size = read(segment, position, buffer, Math.min(left, CHUNK_BYTES));
        if (size >= LENGTH_AT + Integer.BYTES) {
            long first = LENGTH_AT + Integer.BYTES + (long) buffer.getInt(LENGTH_AT, ByteOrder.BIG_ENDIAN);
            if (first > size && first <= left) {
                buffer = new UnsafeBuffer(new byte[(int) first]);
                size = read(segment, position, buffer, (int) first);
            }
        }
        return cursor.wrap(buffer, 0, size);
    }

    private static int read(Segment segment, int position, UnsafeBuffer into, int size) {
        int read = segment.file().read(position, into, 0, size);
        if (read < size) {
            throw new CorruptFileException(segment.file().path(), "it ends at " + (position + read) + " where "
                    + segment.sizeBytes() + " bytes were expected");
        }
        return read;
    }

    /** Gives the memory back. */
    void release() {
        chunk = null;
    }
}
