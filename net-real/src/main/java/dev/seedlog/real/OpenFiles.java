package dev.seedlog.real;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a node has open, so that one that ended badly leaves nothing open or locked in a process that lives on. */
final class OpenFiles {

    private final Set<RealDiskFile> files = ConcurrentHashMap.newKeySet();
    private final Set<RealDiskLock> locks = ConcurrentHashMap.newKeySet();

    void add(RealDiskFile file) {
        files.add(file);
    }

    void add(RealDiskLock lock) {
        locks.add(lock);
    }

    void remove(RealDiskFile file) {
        files.remove(file);
    }

    void remove(RealDiskLock lock) {
        locks.remove(lock);
    }

    /** The node is gone. */
    void closeAll() {
        files.forEach(RealDiskFile::closeChannel);
        locks.forEach(RealDiskLock::release);
    }
}
