package dev.seedlog.env;

import org.agrona.MutableDirectBuffer;

/**
 * A reference-counted promise of bytes in a file: how a fetch answers without touching them. The file stays open,
 * though perhaps deleted, until the last reference is released.
 */
public interface FileRegion {

    /** How many bytes. */
    int sizeBytes();

    /** Whether the file was not truncated since the region was made; if it was, the bytes are not to be used. */
    boolean valid();

    /**
     * Copies bytes out of the region.
     *
     * @return how many; fewer than {@code length} only if the region is no longer valid
     * @throws DiskException if reading fails
     */
    int read(int from, MutableDirectBuffer target, int offset, int length);

    /** Adds a reference. */
    void retain();

    /** Drops a reference. */
    void release();
}
