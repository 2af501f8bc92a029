package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The transactions that were aborted within a segment, in the order of their markers. An entry is 34 bytes: version 0
 * (16 bits), producer id, first offset, last offset, last stable offset. The file is there only if there are entries.
 */
final class TransactionIndex {

    static final int ENTRY_BYTES = 34;
    private static final int PRODUCER_ID_AT = 2;
    private static final int FIRST_OFFSET_AT = 10;
    private static final int LAST_OFFSET_AT = 18;
    private static final int LAST_STABLE_OFFSET_AT = 26;

    private final LogContext context;
    private String path;
    private final long baseOffset;
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[ENTRY_BYTES]);
    private LogFile file;
    private int entries;

    TransactionIndex(LogContext context, String path, long baseOffset) {
        this.context = context;
        this.path = path;
        this.baseOffset = baseOffset;
    }

    /** Takes the entries of a file that is there; false if they cannot be right. */
    boolean open() {
        file = LogFile.open(context, path, OpenMode.READ_WRITE);
        long size = file.size();
        if (size % ENTRY_BYTES != 0 || size / ENTRY_BYTES > Integer.MAX_VALUE) {
            return false;
        }
        entries = (int) (size / ENTRY_BYTES);
        long previous = baseOffset - 1;
        for (int i = 0; i < entries; i++) {
            AbortedTransaction transaction = get(i);
            if (entry.getShort(0, ByteOrder.BIG_ENDIAN) != 0 || transaction.lastOffset() <= previous) {
                return false;
            }
            previous = transaction.lastOffset();
        }
        return true;
    }

    void append(AbortedTransaction aborted) {
        if (file == null) {
            file = LogFile.open(context, path, OpenMode.CREATE);
        }
        entry.putShort(0, (short) 0, ByteOrder.BIG_ENDIAN);
        entry.putLong(PRODUCER_ID_AT, aborted.producerId(), ByteOrder.BIG_ENDIAN);
        entry.putLong(FIRST_OFFSET_AT, aborted.firstOffset(), ByteOrder.BIG_ENDIAN);
        entry.putLong(LAST_OFFSET_AT, aborted.lastOffset(), ByteOrder.BIG_ENDIAN);
        entry.putLong(LAST_STABLE_OFFSET_AT, aborted.lastStableOffset(), ByteOrder.BIG_ENDIAN);
        file.write((long) entries * ENTRY_BYTES, new BufferSlice[] {new BufferSlice(entry, 0, ENTRY_BYTES)}, 1);
        entries++;
    }

    AbortedTransaction get(int number) {
        int read = file.read((long) number * ENTRY_BYTES, entry, 0, ENTRY_BYTES);
        if (read != ENTRY_BYTES) {
            throw new CorruptFileException(path, "entry " + number + " of " + entries + " is not there");
        }
        return new AbortedTransaction(entry.getLong(PRODUCER_ID_AT, ByteOrder.BIG_ENDIAN),
                entry.getLong(FIRST_OFFSET_AT, ByteOrder.BIG_ENDIAN),
                entry.getLong(LAST_OFFSET_AT, ByteOrder.BIG_ENDIAN),
                entry.getLong(LAST_STABLE_OFFSET_AT, ByteOrder.BIG_ENDIAN));
    }

    /**
     * Adds the transactions that concern the records from {@code fetchOffset} up to {@code upperBound}.
     *
     * @return whether later segments cannot hold any more of them
     */
    boolean collect(long fetchOffset, long upperBound, List<AbortedTransaction> found) {
        for (int i = 0; i < entries; i++) {
            AbortedTransaction transaction = get(i);
            if (transaction.lastOffset() >= fetchOffset && transaction.firstOffset() < upperBound) {
                found.add(transaction);
            }
            if (transaction.lastStableOffset() >= upperBound) {
                return true;
            }
        }
        return false;
    }

    /** Drops the transactions whose marker lies at {@code offset} or behind. */
    void truncateTo(long offset) {
        int kept = entries;
        while (kept > 0 && get(kept - 1).lastOffset() >= offset) {
            kept--;
        }
        if (kept < entries) {
            file.truncate((long) kept * ENTRY_BYTES);
            entries = kept;
        }
    }

    void reset() {
        if (file != null) {
            file.truncate(0);
        }
        entries = 0;
    }

    int entries() {
        return entries;
    }

    /** The open file, or null if there are no entries. */
    DiskFile file() {
        return file;
    }

    /** The file, if there is one, has another name now. */
    void renamed(String newPath) {
        path = newPath;
        if (file != null) {
            file.renamed(newPath);
        }
    }

    void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
