package dev.seedlog.log;

import dev.seedlog.base.Uuid;
import java.util.List;

/**
 * A log directory as a shard that has logs in it sees it: the directory itself on the shard that owns it, a share of it
 * on the others.
 */
public interface LogHome extends CleanerCheckpoints {

    /** Its path. */
    String path();

    /** The directory's own id, once it is open. */
    Uuid directoryId();

    /** Whether it can be used, as this shard knows it. */
    DirectoryHealth health();

    /** What this shard's logs in the directory have queued: to be written at the end of each turn. */
    TurnWrites turnWrites();

    /** The partitions whose logs were in the directory when it was opened, and are not loaded yet. */
    List<TopicPartition> partitions();

    /** Prepares to load a log on this shard. When it is READY it must be given to {@link #add}. */
    LogRecovery recover(TopicPartition partition, LogConfig config, LogListener logListener, Runnable onForced);

    /** From now on the checkpoints say what this log says. */
    void add(PartitionLog log);

    /**
     * Makes an empty log on this shard.
     *
     * @throws LogDirectoryOffline if that fails
     */
    PartitionLog create(TopicPartition partition, Uuid topicId, LogConfig config, LogListener logListener);

    /**
     * Deletes a log of this shard: its directory gets another name at once, and goes after the configured delay.
     *
     * @throws LogDirectoryOffline if that fails
     */
    void delete(PartitionLog log);

    /**
     * Puts a log of this shard aside that the metadata does not know of: its directory gets another name and is left
     * alone, because what was deleted and what the metadata has lost look alike from here.
     *
     * @throws LogDirectoryOffline if that fails
     */
    void setAside(PartitionLog log);
}
