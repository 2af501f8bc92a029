package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;

/**
 * A topic.
 *
 * @param name its name
 * @param id its id, which a later topic of the same name does not have
 * @param partitions by partition id
 */
public record TopicImage(String name, Uuid id, PersistentMap<Integer, PartitionImage> partitions) {

    /** A partition, or null. */
    public PartitionImage partition(int partitionId) {
        return partitions.get(partitionId);
    }

    /** How many partitions it has. */
    public int partitionCount() {
        return partitions.size();
    }

    TopicImage with(int partitionId, PartitionImage partition) {
        return new TopicImage(name, id, partitions.with(partitionId, partition));
    }

    TopicImage withoutElr() {
        TopicImage cleared = this;
        for (int partitionId : partitions.keys()) {
            cleared = cleared.with(partitionId, partitions.get(partitionId).withoutElr());
        }
        return cleared.partitions == partitions ? this : cleared;
    }
}
