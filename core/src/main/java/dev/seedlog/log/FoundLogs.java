package dev.seedlog.log;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The logs of one shard in a directory, as they are found when it is opened.
 *
 * @param hints what is known of each
 * @param cleanedUpTo up to where those were compacted that ever were
 */
public record FoundLogs(SortedMap<TopicPartition, RecoveryHints> hints, SortedMap<TopicPartition, Long> cleanedUpTo) {

    /** None. */
    public static FoundLogs none() {
        return new FoundLogs(new TreeMap<>(), new TreeMap<>());
    }

    /** Adds one, as the directory's owner knows it. */
    public void add(LogDirectory directory, TopicPartition partition) {
        hints.put(partition, directory.hintsFor(partition));
        if (directory.cleanedUpTo(partition) != CleanerCheckpoints.NEVER) {
            cleanedUpTo.put(partition, directory.cleanedUpTo(partition));
        }
    }
}
