package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.OpenMode;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file of entries of one size, appended to and searched: what offset index and time index have in common.
 *
 * <p>Kafka maps an index of 10 MiB into memory for every active segment, and trims it when the segment rolls or closes.
 * Here the file always has its real size, which Kafka takes for a trimmed one: it grows the index of the segment that
 * it appends to when it loads a log, and never the others. In memory are only the newest entries, those that fetches at
 * the log's end look for; older ones are read from the page cache. So thousands of idle partitions cost next to
 * nothing.
 *
 * <p>The newest entries are written when there are enough of them, or when the segment closes. A crash loses them;
 * recovery makes the index of each segment that may have been appended to again.
 */
final class IndexFile {

    private static final int FIRST_CAPACITY = 4;
    private static final int MAX_NEWEST = 64;

    private final LogContext context;
    private final int entryBytes;
    private final UnsafeBuffer scratch;
    private String path;
    private LogFile file;
    private boolean exists;
    private int writtenEntries;
    private UnsafeBuffer newest = new UnsafeBuffer(new byte[0]);
    private int firstNewest;
    private int entries;

    /** An index that is read from the file when {@link #open()} is called, or begins empty. */
    IndexFile(LogContext context, String path, int entryBytes) {
        this.context = context;
        this.path = path;
        this.entryBytes = entryBytes;
        this.scratch = new UnsafeBuffer(new byte[entryBytes]);
    }

    /** Takes the entries of a file that is there; false if its size is not a multiple of the entries' size. */
    boolean open() {
        exists = true;
        long size = file().size();
        if (size % entryBytes != 0 || size / entryBytes > Integer.MAX_VALUE) {
            return false;
        }
        writtenEntries = (int) (size / entryBytes);
        entries = writtenEntries;
        firstNewest = entries;
        return true;
    }

    /** How many entries there are. */
    int entries() {
        return entries;
    }

    /** Begins an entry: its fields are then set in the buffer that this returns, from {@link #newEntryAt()} on. */
    UnsafeBuffer append() {
        int used = entries - firstNewest;
        if (used == MAX_NEWEST) {
            write();
            keepNewerHalf();
            used = entries - firstNewest;
        }
        if ((used + 1) * entryBytes > newest.capacity()) {
            int capacity = used == 0 ? FIRST_CAPACITY : Math.min(MAX_NEWEST, 2 * used);
            newest.wrap(Arrays.copyOf(newest.byteArray(), capacity * entryBytes));
        }
        entries++;
        return newest;
    }

    /** Where the entry that {@link #append()} began lies in its buffer. */
    int newEntryAt() {
        return (entries - 1 - firstNewest) * entryBytes;
    }

    private void keepNewerHalf() {
        int dropped = MAX_NEWEST / 2;
        newest.putBytes(0, newest, dropped * entryBytes, (MAX_NEWEST - dropped) * entryBytes);
        firstNewest += dropped;
    }

    /** The 64 bits at {@code at} of an entry. */
    long longOf(int entry, int at) {
        return entry >= firstNewest ? newest.getLong((entry - firstNewest) * entryBytes + at, ByteOrder.BIG_ENDIAN)
                : load(entry).getLong(at, ByteOrder.BIG_ENDIAN);
    }

    /** The 32 bits at {@code at} of an entry. */
    int intOf(int entry, int at) {
        return entry >= firstNewest ? newest.getInt((entry - firstNewest) * entryBytes + at, ByteOrder.BIG_ENDIAN)
                : load(entry).getInt(at, ByteOrder.BIG_ENDIAN);
    }

    private UnsafeBuffer load(int entry) {
        int read = file().read((long) entry * entryBytes, scratch, 0, entryBytes);
        if (read != entryBytes) {
            throw new CorruptFileException(path, "entry " + entry + " of " + entries + " is not there");
        }
        return scratch;
    }

    /** Drops the entries from {@code kept} on, in the file too. */
    void truncateTo(int kept) {
        if (kept >= entries) {
            return;
        }
        if (kept < writtenEntries) {
            file().truncate((long) kept * entryBytes);
            writtenEntries = kept;
        }
        entries = kept;
        firstNewest = Math.min(firstNewest, kept);
    }

    /** Drops all, whatever the file holds. */
    void reset() {
        exists |= context.disk().exists(path);
        if (exists && file().size() > 0) {
            file().truncate(0);
        }
        writtenEntries = 0;
        entries = 0;
        firstNewest = 0;
    }

    /** Writes what only memory has; the file is there afterwards, be it empty. */
    void write() {
        DiskFile target = file();
        if (writtenEntries < entries) {
            int from = (writtenEntries - firstNewest) * entryBytes;
            int length = (entries - writtenEntries) * entryBytes;
            target.write((long) writtenEntries * entryBytes,
                    new BufferSlice[] {new BufferSlice(newest, from, length)}, 1);
            writtenEntries = entries;
        }
    }

    /** Writes what only memory has, and keeps nothing in memory: the segment will not grow any more. */
    void seal() {
        write();
        newest = new UnsafeBuffer(new byte[0]);
        firstNewest = entries;
    }

    /** The open file; created if it is not there. */
    DiskFile file() {
        if (file == null) {
            file = LogFile.open(context, path, OpenMode.CREATE);
            exists = true;
        }
        return file;
    }

    /** The file has another name now. */
    void renamed(String newPath) {
        path = newPath;
        if (file != null) {
            file.renamed(newPath);
        }
    }

    String path() {
        return path;
    }

    void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
