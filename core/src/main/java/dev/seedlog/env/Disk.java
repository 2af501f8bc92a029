package dev.seedlog.env;

import java.util.List;

/**
 * Files as the page cache shows them: reading and writing take effect at once and survive the death of the process;
 * only a force makes them survive a power cut. Paths are separated by {@code /} and may be absolute.
 *
 * <p>Creating, renaming, deleting and truncating are changes of their kind too: a power cut may undo them until the
 * directory (for a truncation: the file and the directory) was forced.
 *
 * <p>Every method throws {@link DiskException} if the disk fails.
 */
public interface Disk {

    /** Opens a file. */
    DiskFile open(String path, OpenMode mode);

    /** What is in a directory, sorted by name. */
    List<DirectoryEntry> list(String directory);

    /** Whether a file or directory is there. */
    boolean exists(String path);

    /** Creates a directory and those above it; those that exist are left alone. */
    void createDirectories(String directory);

    /** Moves a file or directory, replacing a file of the new name in one step. */
    void rename(String from, String to);

    /** Removes a file or an empty directory. */
    void delete(String path);

    /** Makes the directory's entries durable: what was created, renamed and deleted in it before this call. */
    void forceDirectory(String directory, DiskDone done);

    /** Bytes that can still be written where this directory is. */
    long usableBytes(String directory);

    /**
     * What tells this boot of the machine from all others. As long as it is the same, all that was written can still be
     * read, forced or not.
     *
     * @return empty if that cannot be told
     */
    String bootId();

    /**
     * Locks a file, which is created if need be, against other processes. A dead process holds no lock.
     *
     * @return the lock, or null if another process has it
     */
    DiskLock tryLock(String path);
}
