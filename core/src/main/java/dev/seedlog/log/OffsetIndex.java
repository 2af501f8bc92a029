package dev.seedlog.log;

import dev.seedlog.env.DiskFile;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where batches lie in a segment: for some of them, the last offset and the position of their first byte. An entry is 8
 * bytes: the offset minus the segment's base offset, and the position, as 32-bit numbers.
 */
final class OffsetIndex {

    static final int ENTRY_BYTES = 8;
    private static final int POSITION_AT = 4;

    private final IndexFile index;
    private final long baseOffset;
    private final int maxEntries;

    OffsetIndex(LogContext context, String path, long baseOffset, int maxBytes) {
        this.index = new IndexFile(context, path, ENTRY_BYTES);
        this.baseOffset = baseOffset;
        this.maxEntries = maxBytes / ENTRY_BYTES;
    }

    /** Takes the entries of a file that is there; false if they cannot belong to a segment of this size. */
    boolean open(long segmentBytes) {
        if (!index.open()) {
            return false;
        }
        int entries = index.entries();
        if (entries == 0) {
            return true;
        }
        boolean ascending = entries == 1 || relativeOffset(0) < relativeOffset(entries - 1)
                && position(0) < position(entries - 1);
        return ascending && relativeOffset(0) >= 0 && position(0) >= 0 && position(entries - 1) < segmentBytes;
    }

    /** Notes a batch; its last offset must be larger than that of all noted before. */
    void append(long lastOffset, int position) {
        UnsafeBuffer buffer = index.append();
        int at = index.newEntryAt();
        buffer.putInt(at, (int) (lastOffset - baseOffset), ByteOrder.BIG_ENDIAN);
        buffer.putInt(at + POSITION_AT, position, ByteOrder.BIG_ENDIAN);
    }

    /** The position of a batch not behind the one with {@code offset}, the nearest known; 0 if none is. */
    int lookup(long offset) {
        int slot = slotFor(offset);
        return slot < 0 ? 0 : position(slot);
    }

    /** The last offset noted, or the base offset if none is. */
    long lastOffset() {
        return index.entries() == 0 ? baseOffset : baseOffset + relativeOffset(index.entries() - 1);
    }

    /** The position noted last, or 0. */
    int lastPosition() {
        return index.entries() == 0 ? 0 : position(index.entries() - 1);
    }

    /** Drops what lies at {@code offset} or behind. */
    void truncateTo(long offset) {
        index.truncateTo(slotFor(offset - 1) + 1);
    }

    /** The last entry whose offset is not larger; -1 if there is none. */
    private int slotFor(long offset) {
        int low = 0;
        int high = index.entries() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (baseOffset + relativeOffset(middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private int relativeOffset(int entry) {
        return index.intOf(entry, 0);
    }

    private int position(int entry) {
        return index.intOf(entry, POSITION_AT);
    }

    /** Whether no more entries are allowed (segment.index.bytes); the segment rolls then. */
    boolean isFull() {
        return index.entries() >= maxEntries;
    }

    int entries() {
        return index.entries();
    }

    void reset() {
        index.reset();
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
