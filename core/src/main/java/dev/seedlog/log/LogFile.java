package dev.seedlog.log;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.DiskFile;
import dev.seedlog.env.FileRegion;
import dev.seedlog.env.ForceDone;
import dev.seedlog.env.OpenMode;
import org.agrona.MutableDirectBuffer;

/**
 * A file of a log, which is open only while it is used: thousands of partitions have more files than a process may have
 * open. Who holds a region of it, or waits for a force, need not care.
 */
final class LogFile implements DiskFile {

    private final LogContext context;
    private final OpenLogFiles openFiles;
    private String path;
    private DiskFile open;
    /** Truncations that were done through earlier descriptors. */
    private long earlierTruncations;
    private long changes;
    private long forcedChanges;
    private boolean forcing;
    private boolean used;
    private boolean closed;
    /** Where {@link OpenLogFiles} has it. */
    int place;

    private LogFile(LogContext context, String path) {
        this.context = context;
        this.openFiles = context.openFiles();
        this.path = path;
    }

    /** Opens a file. */
    static LogFile open(LogContext context, String path, OpenMode mode) {
        LogFile file = new LogFile(context, path);
        file.open(mode);
        return file;
    }

    private void open(OpenMode mode) {
        open = context.disk().open(path, mode);
        used = true;
        openFiles.opened(this);
    }

    private DiskFile file() {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
        used = true;
        if (open == null) {
            context.probes().hit("log.file.reopened");
            open(OpenMode.READ_WRITE);
        }
        return open;
    }

    /**
     * Closes the file for now if it was not used since this was asked last, and has nothing that is not forced.
     *
     * @return whether it did
     */
    boolean closeIfIdle() {
        if (used || forcing) {
            used = false;
            return false;
        }
        if (changes > forcedChanges) {
            forceToClose();
            return false;
        }
        closeForNow();
        return true;
    }

    private void forceToClose() {
        forcing = true;
        try {
            force((generation, end, failure) -> onForcedToClose(failure));
        } catch (DiskException e) {
            onForcedToClose(e);
        }
        used = false;
    }

    private void onForcedToClose(DiskException failure) {
        forcing = false;
        if (failure != null) {
            context.health().fail("forcing " + path, failure);
        }
    }

    private void closeForNow() {
        earlierTruncations += open.truncationGeneration();
        open.close();
        open = null;
        openFiles.closed(this);
    }

    /** It has another name now. */
    void renamed(String newPath) {
        path = newPath;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long size() {
        return file().size();
    }

    @Override
    public int read(long position, MutableDirectBuffer target, int offset, int length) {
        return file().read(position, target, offset, length);
    }

    @Override
    public void write(long position, BufferSlice[] parts, int count) {
        changes++;
        file().write(position, parts, count);
    }

    @Override
    public void truncate(long size) {
        changes++;
        file().truncate(size);
    }

    @Override
    public long truncationGeneration() {
        return earlierTruncations + (open == null ? 0 : open.truncationGeneration());
    }

    @Override
    public void force(ForceDone done) {
        long covered = changes;
        long earlier = earlierTruncations;
        file().force((generation, end, failure) -> {
            if (failure == null) {
                forcedChanges = Math.max(forcedChanges, covered);
            }
            done.onForced(earlier + generation, end, failure);
        });
    }

    @Override
    public FileRegion region(long position, int length) {
        return file().region(position, length);
    }

    @Override
    public void prefetch(FileRegion region, DiskDone done) {
        file().prefetch(region, done);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (open != null) {
                closeForNow();
            }
        }
    }
}
