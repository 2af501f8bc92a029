package dev.seedlog.real;

import dev.seedlog.env.DiskLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock of the operating system, held as long as its file is open.
 *
 * <p>POSIX drops a process's lock when the process closes any descriptor of the file. So a second node of this process
 * must not even open a file that the first has locked, and this class remembers which those are.
 */
final class RealDiskLock implements DiskLock {

    private static final Logger LOG = LoggerFactory.getLogger(RealDiskLock.class);
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final OpenFiles openFiles;

    private RealDiskLock(Path path, FileChannel channel, OpenFiles openFiles) {
        this.path = path;
        this.channel = channel;
        this.openFiles = openFiles;
    }

    /** The lock, or null if it is held. */
    static RealDiskLock tryLock(Path file, OpenFiles openFiles) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path path = absolute.getParent().toRealPath().resolve(absolute.getFileName());
        if (!HELD_BY_THIS_PROCESS.add(path)) {
            return null;
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileLock lock = channel.tryLock();
            locked = lock != null;
            return locked ? new RealDiskLock(path, channel, openFiles) : null;
        } finally {
            if (!locked) {
                HELD_BY_THIS_PROCESS.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void release() {
        openFiles.remove(this);
        if (channel.isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("closing {} failed", path, e);
            }
            HELD_BY_THIS_PROCESS.remove(path);
        }
    }
}
