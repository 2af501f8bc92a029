package dev.seedlog.log;

/**
 * Where a log is.
 *
 * @param context what the logs of its shard and directory share
 * @param partition the partition
 * @param directory the partition's own directory
 */
public record LogLocation(LogContext context, TopicPartition partition, String directory) {

    /** The usual place: a directory named after the partition. */
    public static LogLocation of(LogContext context, TopicPartition partition) {
        return new LogLocation(context, partition, context.health().directory() + "/" + partition);
    }
}
