package dev.seedlog.broker.shard;

import dev.seedlog.broker.api.InternalTopics;
import dev.seedlog.broker.coordinator.GroupCoordinators;
import dev.seedlog.replica.PartitionOwners;

/** Which shard coordinates a group: the one that owns the group's partition of {@code __consumer_offsets}. */
public final class GroupOwnership {

    private final PartitionOwners owners;
    private final GroupCoordinators coordinators;

    /** Ownership by the partitions that this shard's metadata has. */
    public GroupOwnership(PartitionOwners owners, GroupCoordinators coordinators) {
        this.owners = owners;
        this.coordinators = coordinators;
    }

    int self() {
        return owners.self();
    }

    int shards() {
        return owners.count();
    }

    /** The group's shard; this one, to refuse it, if there are no partitions. */
    int of(String groupId) {
        int partition = coordinators.partitionFor(groupId);
        return partition == GroupCoordinators.NO_PARTITION ? owners.self()
                : owners.of(InternalTopics.CONSUMER_OFFSETS, partition);
    }
}
