package dev.seedlog.env;

/** A lock on a directory, held until it is released or the process dies. */
public interface DiskLock {

    /** Gives the lock back. */
    void release();
}
