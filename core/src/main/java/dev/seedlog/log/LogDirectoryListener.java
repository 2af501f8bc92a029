package dev.seedlog.log;

/** Hears what happens to a log directory; always on the shard that owns it. */
public interface LogDirectoryListener {

    /** The directory is open: logs can be loaded and made. */
    void onOpen(LogDirectory directory);

    /**
     * The directory is, or went, offline for good. It may happen within any call that touches the disk. All its
     * partitions answer KAFKA_STORAGE_ERROR from now on; other shards are to be told.
     */
    void onOffline(LogDirectory directory, LogDirectoryOffline reason);
}
