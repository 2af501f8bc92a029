package dev.seedlog.replica.follow;

import dev.seedlog.base.Uuid;

/** A partition as fetches name it. */
record PartitionKey(Uuid topicId, int partition) {

    static PartitionKey of(FollowedPartition partition) {
        return new PartitionKey(partition.topicId(), partition.partition());
    }
}
