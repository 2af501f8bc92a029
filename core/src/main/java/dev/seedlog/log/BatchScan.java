package dev.seedlog.log;

import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.Faults;
import dev.seedlog.record.RecordBatch;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the batches of a segment's file through a window of bounded size, whatever their own. Nothing that the file
 * says is trusted before it was checked. One instance serves all logs of a shard, one after the other within a turn.
 */
final class BatchScan {

    /** What is at the scan's position. */
    enum Step {
        /** A header that can be right: {@link #batch()}. Its batch lies within the range. */
        BATCH,
        /** The end of the range. */
        END,
        /** No batch: {@link #problem()}. */
        INVALID
    }

    /** Enough for the batches between two index entries, as a rule. */
    static final int LOOKUP_BYTES = 8 * 1_024;
    /** To read all. */
    static final int SCAN_BYTES = 64 * 1_024;

    private static final int CRC_COVERS_FROM = 21;

    /** Grows to what is read at once: a log that is not recovered is only looked up in. */
    private byte[] bytes = new byte[LOOKUP_BYTES];
    private final UnsafeBuffer window = new UnsafeBuffer(bytes);
    private final RecordBatch batch = new RecordBatch();
    private final CRC32C crc = new CRC32C();

    private final Faults faults;
    private DiskFile file;
    private long end;
    private int readAheadBytes;
    private long windowAt;
    private int windowBytes;
    private long position;
    private long nextPosition;
    private String problem = "";

    /** A scan of nothing yet. */
    BatchScan(Faults faults) {
        this.faults = faults;
    }

    /** Begins at {@code from}, where a batch should be; {@code end} is where the last one should end. */
    BatchScan start(DiskFile scanned, long from, long endPosition, int readAhead) {
        file = scanned;
        end = endPosition;
        readAheadBytes = faults.at("log.scan.small") ? RecordBatch.HEADER_SIZE_BYTES : readAhead;
        windowBytes = 0;
        windowAt = from;
        position = from;
        nextPosition = from;
        problem = "";
        return this;
    }

    /** Goes behind the batch found before. */
    Step next() {
        position = nextPosition;
        long remaining = end - position;
        if (remaining <= 0) {
            return Step.END;
        }
        if (remaining < RecordBatch.HEADER_SIZE_BYTES) {
            return invalid("only " + remaining + " bytes of a batch");
        }
        load(position, RecordBatch.HEADER_SIZE_BYTES);
        batch.wrap(window, (int) (position - windowAt));
        if (batch.magic() != RecordBatch.MAGIC) {
            return invalid("magic " + batch.magic() + " where only 2 may be");
        }
        long sizeBytes = (long) RecordBatch.LENGTH_PREFIX_BYTES + batch.batchLength();
        if (sizeBytes < RecordBatch.HEADER_SIZE_BYTES || sizeBytes > remaining) {
            return invalid("a batch says that it has " + sizeBytes + " bytes where " + remaining + " are left");
        }
        if (batch.baseOffset() < 0 || batch.lastOffsetDelta() < 0 || batch.recordCount() < 0
                || batch.baseOffset() > Long.MAX_VALUE - 1 - batch.lastOffsetDelta()) {
            return invalid("offset " + batch.baseOffset() + ", last offset delta " + batch.lastOffsetDelta()
                    + ", " + batch.recordCount() + " records");
        }
        nextPosition = position + sizeBytes;
        return Step.BATCH;
    }

    private Step invalid(String what) {
        problem = what;
        return Step.INVALID;
    }

    /** Whether the current batch's checksum is its bytes' own. The batch stays the current one. */
    boolean isCrcValid() {
        int stored = window.getInt((int) (position - windowAt) + RecordBatch.SIZE_UP_TO_MAGIC_BYTES,
                ByteOrder.BIG_ENDIAN);
        crc.reset();
        long at = position + CRC_COVERS_FROM;
        while (at < nextPosition) {
            if (at >= windowAt + windowBytes) {
                load(at, 1);
            }
            int available = (int) Math.min(nextPosition - at, windowAt + windowBytes - at);
            crc.update(bytes, (int) (at - windowAt), available);
            at += available;
        }
        if (position < windowAt) {
            load(position, RecordBatch.HEADER_SIZE_BYTES);
        }
        batch.wrap(window, (int) (position - windowAt));
        return (int) crc.getValue() == stored;
    }

    /** Makes sure that the window has the first {@code count} bytes of the current batch's records, or all of them. */
    void loadRecords(int count) {
        int wanted = (int) Math.min(nextPosition - position, RecordBatch.HEADER_SIZE_BYTES + count);
        load(position, wanted);
        batch.wrap(window, (int) (position - windowAt));
    }

    private void load(long from, int count) {
        if (from >= windowAt && from + count <= windowAt + windowBytes) {
            return;
        }
        int wanted = (int) Math.min(Math.max(count, readAheadBytes), end - from);
        if (wanted > bytes.length) {
            bytes = new byte[SCAN_BYTES];
            window.wrap(bytes);
        }
        windowAt = from;
        windowBytes = 0;
        int read = file.read(from, window, 0, wanted);
        if (read < count) {
            throw new DiskException(DiskException.Kind.IO_ERROR, file.path(),
                    "read " + read + " of " + count + " bytes at " + from, null);
        }
        windowBytes = read;
    }

    /** The current batch: its header, and as much of its records as was loaded. */
    RecordBatch batch() {
        return batch;
    }

    /** Where the current batch, or what is invalid, begins. */
    long position() {
        return position;
    }

    /** Where the current batch ends. */
    long nextPosition() {
        return nextPosition;
    }

    /** What is wrong, in words. */
    String problem() {
        return problem;
    }
}
