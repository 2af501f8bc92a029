package dev.seedlog.broker.quorum;

import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;
import dev.seedlog.record.BatchCursor;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads batches of the metadata log that have been written. */
final class MetadataLogReader {

    private static final int WINDOW_BYTES = 256 * 1024;
    /** A replica that keeps up reads little at a time; the window grows to what it needs. */
    private static final int FIRST_WINDOW_BYTES = 8 * 1024;

    private final PartitionLog log;
    private final BatchCursor cursor = new BatchCursor();
    private UnsafeBuffer window = new UnsafeBuffer(new byte[FIRST_WINDOW_BYTES]);

    MetadataLogReader(PartitionLog log) {
        this.log = log;
    }

    /**
     * Shows all batches from one offset to another.
     *
     * @return {@code to}
     * @throws CorruptFileException if they cannot be read
     */
    long readTo(long from, long to, BatchVisitor visitor) {
        long offset = from;
        while (offset < to) {
            offset = readSome(offset, to, visitor);
        }
        return offset;
    }

    /**
     * Shows a bounded number of batches, one at least, from an offset below {@code to} on.
     *
     * @return the offset behind them
     * @throws CorruptFileException if they cannot be read
     */
    long readSome(long from, long to, BatchVisitor visitor) {
        LogRead read = log.read(from, WINDOW_BYTES, true, to);
        if (read.outOfRange() || read.region() == null) {
            throw new CorruptFileException(log.directory(), "there is no record at offset " + from + " although the log"
                    + " begins at " + log.logStartOffset() + " and ends at " + log.logEndOffset());
        }
        int length = read.sizeBytes();
        try {
            if (length > window.capacity()) {
                window = new UnsafeBuffer(new byte[Math.max(length, 2 * window.capacity())]);
            }
            read.region().read(0, window, 0, length);
        } finally {
            read.region().release();
        }
        long next = from;
        cursor.wrap(window, 0, length);
        while (cursor.next() == BatchCursor.Step.BATCH) {
            if (!cursor.batch().isCrcValid()) {
                throw new CorruptFileException(log.directory(), "the batch at " + cursor.batch().baseOffset()
                        + " has a wrong checksum");
            }
            next = cursor.batch().nextOffset();
            visitor.onBatch(cursor.batch());
        }
        if (next <= from) {
            throw new CorruptFileException(log.directory(), "at offset " + from + ": " + cursor.problem());
        }
        return next;
    }
}
