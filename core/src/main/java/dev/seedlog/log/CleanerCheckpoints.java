package dev.seedlog.log;

import dev.seedlog.env.DiskDone;

/** Up to where each log was compacted, as {@code cleaner-offset-checkpoint} keeps it. */
public interface CleanerCheckpoints {

    /** In place of an offset: the log was never compacted. */
    long NEVER = -1;

    /** Up to where a log was compacted, or {@link #NEVER}. */
    long cleanedUpTo(TopicPartition partition);

    /**
     * A log was compacted up to {@code offset}: remembers it and makes it durable in time; {@code done} is called then,
     * in a later turn.
     */
    void cleaned(TopicPartition partition, long offset, DiskDone done);
}
