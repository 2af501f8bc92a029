package dev.seedlog.log;

import dev.seedlog.env.DiskDone;
import java.util.List;

/** The way to the shard that owns a log directory, for one that has logs in it. What is told keeps its order. */
public interface DirectoryOwner {

    /** The checkpoints are to say this from now on, whenever they are written. */
    void report(List<LogReport> reports);

    /** The same, and {@code done} is called, in a later turn, when checkpoints that say it, or more, were forced. */
    void checkpoint(LogReport report, DiskDone done);

    /** A log was compacted up to {@code offset}; {@code done} is called, in a later turn, when that is durable. */
    void cleaned(TopicPartition partition, long offset, DiskDone done);

    /** A log is no more. */
    void forget(TopicPartition partition);

    /** The disk failed under this shard. */
    void failed(LogDirectoryOffline reason);
}
