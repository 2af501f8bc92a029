package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.record.RecordBatch;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes what compaction leaves to a segment of its own, some batches at a time. */
final class CleanedOutput {

    private static final int BUFFER_BYTES = 64 * 1_024;

    private final Segment segment;
    private final int indexIntervalBytes;
    private final RecordBatch batch = new RecordBatch();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
    private int buffered;

    CleanedOutput(Segment segment, int indexIntervalBytes) {
        this.segment = segment;
        this.indexIntervalBytes = indexIntervalBytes;
    }

    /** Adds a batch behind the others. */
    void add(BufferSlice bytes) {
        if (buffered + bytes.lengthBytes() > BUFFER_BYTES) {
            flush();
        }
        int position = segment.sizeBytes() + buffered;
        if (bytes.lengthBytes() > BUFFER_BYTES) {
            write(bytes);
        } else {
            buffer.putBytes(buffered, bytes.buffer(), bytes.offset(), bytes.lengthBytes());
            buffered += bytes.lengthBytes();
        }
        segment.noteBatch(batch.wrap(bytes.buffer(), bytes.offset()), position, indexIntervalBytes);
    }

    /** Writes what only memory has. */
    void flush() {
        if (buffered > 0) {
            write(new BufferSlice(buffer, 0, buffered));
            buffered = 0;
        }
    }

    private void write(BufferSlice bytes) {
        segment.write(new BufferSlice[] {bytes}, 1, bytes.lengthBytes());
    }

    Segment segment() {
        return segment;
    }
}
