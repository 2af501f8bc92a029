package dev.seedlog.broker.api;

import java.util.List;

/**
 * One look of a shard at the partitions of a fetch that it owns.
 *
 * @param partitions what each has, in the order in which they were asked for; whoever has the look has their regions
 * @param sizeBytes the bytes of records in all of them
 * @param cold whether there is more that is not in memory yet
 * @param worthTelling whether something in it should not wait
 * @param watching whether further looks may follow this one
 */
public record FetchLook(List<FetchedPartition> partitions, long sizeBytes, boolean cold, boolean worthTelling,
                        boolean watching) {

    /** Lets go of all records. */
    public void release() {
        partitions.forEach(FetchedPartition::release);
    }
}
