package dev.seedlog.replica;

/**
 * Which shard of a node owns a partition: its log, its leader, and whoever coordinates on it. Neighbours are spread
 * evenly.
 *
 * <p>It goes by the topic's name, not by its id, because so does a log's directory: when a topic is deleted and another
 * of that name is created, one shard does both, in order.
 *
 * @param self the shard that asks
 * @param count how many there are
 */
public record PartitionOwners(int self, int count) {

    /** One shard owns all. */
    public static final PartitionOwners ONLY = new PartitionOwners(0, 1);

    /** The owner's number. */
    public int of(String topic, int partition) {
        return count == 1 ? 0 : Math.floorMod(topic.hashCode() + partition, count);
    }

    /** Whether it is the shard that asks. */
    public boolean here(String topic, int partition) {
        return of(topic, partition) == self;
    }
}
