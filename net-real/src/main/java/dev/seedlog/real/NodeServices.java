package dev.seedlog.real;

/**
 * What the shards of a node share.
 *
 * @param lanes threads for slow disk work
 * @param names looks up host names
 * @param openFiles what is open
 * @param listeners where it listens
 */
record NodeServices(DiskLanes lanes, HostNames names, OpenFiles openFiles, SharedListeners listeners) {

    /** Ends the threads, waiting so long for what they do, and closes what is open. */
    void stop(long timeoutMs) {
        lanes.stop(timeoutMs);
        names.stop();
        openFiles.closeAll();
        listeners.closeAll();
    }
}
