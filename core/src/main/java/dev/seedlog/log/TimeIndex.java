package dev.seedlog.log;

import dev.seedlog.env.DiskFile;
import dev.seedlog.record.RecordBatch;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How timestamps grow in a segment: entries of the largest timestamp so far and the last offset of the batch that has
 * it. All records up to an entry's offset have timestamps not larger. An entry is 12 bytes: the timestamp, 64 bits, and
 * the offset minus the segment's base offset, 32 bits.
 */
final class TimeIndex {

    static final int ENTRY_BYTES = 12;
    private static final int OFFSET_AT = 8;

    private final IndexFile index;
    private final long baseOffset;
    private final int maxEntries;
    private long lastTimestamp = RecordBatch.NO_TIMESTAMP;

    TimeIndex(LogContext context, String path, long baseOffset, int maxBytes) {
        this.index = new IndexFile(context, path, ENTRY_BYTES);
        this.baseOffset = baseOffset;
        this.maxEntries = maxBytes / ENTRY_BYTES;
    }

    /** Takes the entries of a file that is there; false if they cannot be right. */
    boolean open() {
        if (!index.open()) {
            return false;
        }
        int entries = index.entries();
        if (entries == 0) {
            return true;
        }
        lastTimestamp = timestamp(entries - 1);
        boolean ascending = entries == 1 || timestamp(0) < lastTimestamp
                && relativeOffset(0) <= relativeOffset(entries - 1);
        return ascending && relativeOffset(0) >= 0 && lastTimestamp >= 0;
    }

    /** Notes the largest timestamp so far, if it is larger than that noted last. */
    void maybeAppend(long timestamp, long offset) {
        if (timestamp <= lastTimestamp) {
            return;
        }
        UnsafeBuffer buffer = index.append();
        int at = index.newEntryAt();
        buffer.putLong(at, timestamp, ByteOrder.BIG_ENDIAN);
        buffer.putInt(at + OFFSET_AT, (int) (offset - baseOffset), ByteOrder.BIG_ENDIAN);
        lastTimestamp = timestamp;
    }

    /**
     * The offset of the last entry whose timestamp is smaller, so that the search begins there; else the base offset.
     */
    long lookupBefore(long timestamp) {
        int low = 0;
        int high = index.entries() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (timestamp(middle) < timestamp) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? baseOffset : baseOffset + relativeOffset(high);
    }

    /** The timestamp noted last, or {@link RecordBatch#NO_TIMESTAMP}. */
    long lastTimestamp() {
        return lastTimestamp;
    }

    /** The offset noted last, or the base offset. */
    long lastOffset() {
        return index.entries() == 0 ? baseOffset : baseOffset + relativeOffset(index.entries() - 1);
    }

    /** Drops what lies at {@code offset} or behind. */
    void truncateTo(long offset) {
        int kept = index.entries();
        while (kept > 0 && baseOffset + relativeOffset(kept - 1) >= offset) {
            kept--;
        }
        index.truncateTo(kept);
        lastTimestamp = kept == 0 ? RecordBatch.NO_TIMESTAMP : timestamp(kept - 1);
    }

    private long timestamp(int entry) {
        return index.longOf(entry, 0);
    }

    private int relativeOffset(int entry) {
        return index.intOf(entry, OFFSET_AT);
    }

    /** Whether only the entry that closes the segment may follow. */
    boolean isFull() {
        return index.entries() >= maxEntries - 1;
    }

    int entries() {
        return index.entries();
    }

    void reset() {
        index.reset();
        lastTimestamp = RecordBatch.NO_TIMESTAMP;
    }

    void write() {
        index.write();
    }

    void seal() {
        index.seal();
    }

    DiskFile file() {
        return index.file();
    }

    /** The file has another name now. */
    void renamed(String path) {
        index.renamed(path);
    }

    void close() {
        index.close();
    }
}
