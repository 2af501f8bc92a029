package dev.seedlog.env;

import dev.seedlog.base.BufferSlice;
import org.agrona.MutableDirectBuffer;

/** An open file. Every method throws {@link DiskException} if the disk fails. */
public interface DiskFile {

    /** The file's path as it was opened; renaming does not change it. */
    String path();

    /** Its size now. */
    long size();

    /**
     * Reads what is there.
     *
     * @return how many bytes were read: fewer than {@code length} only at the end of the file, 0 at or behind it
     */
    int read(long position, MutableDirectBuffer target, int offset, int length);

    /**
     * Writes parts one behind the other, in one operation where the system can. When it returns, all is written. When
     * it throws, any prefix may have been: the caller cuts it away again or gives the directory up.
     */
    void write(long position, BufferSlice[] parts, int count);

    /** Cuts the file to {@code size}, which is not larger than its size now, and begins a new truncation generation. */
    void truncate(long size);

    /** How often the file was truncated since it was opened. */
    long truncationGeneration();

    /** Makes durable what has been written; never within the turn. */
    void force(ForceDone done);

    /**
     * A promise of bytes, with one reference, which the caller holds.
     *
     * @throws IllegalArgumentException if the range is not within the file
     */
    FileRegion region(long position, int length);

    /** Brings a region's bytes into the page cache, off the shard; never within the turn. */
    void prefetch(FileRegion region, DiskDone done);

    /** Closes the file once its regions are released. What was written stays written, forced or not. */
    void close();
}
