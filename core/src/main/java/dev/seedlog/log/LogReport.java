package dev.seedlog.log;

/**
 * What a shard tells the owner of a log directory about a log in it.
 *
 * @param partition the log's partition
 * @param offsets what the checkpoints are to say of it
 */
public record LogReport(TopicPartition partition, LogOffsets offsets) {
}
