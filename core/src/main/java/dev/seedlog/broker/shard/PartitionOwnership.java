package dev.seedlog.broker.shard;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.api.MetadataView;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.replica.PartitionOwners;

/** Which shard owns what a request names, by id or by name. */
public final class PartitionOwnership {

    private final PartitionOwners owners;
    private final MetadataView metadata;

    /** Ownership by the names that this shard's metadata has for ids. */
    public PartitionOwnership(PartitionOwners owners, MetadataView metadata) {
        this.owners = owners;
        this.metadata = metadata;
    }

    /** This shard. */
    public int self() {
        return owners.self();
    }

    /** How many shards there are. */
    public int shards() {
        return owners.count();
    }

    /**
     * The owner of a partition. What nobody can own, because there is no such topic, is this shard's to refuse.
     *
     * @param topic null or empty if the request goes by id
     */
    public int of(Uuid topicId, String topic, int partition) {
        if (topic != null && !topic.isEmpty()) {
            return owners.of(topic, partition);
        }
        TopicImage known = metadata.image().topics().topic(topicId);
        return known == null ? owners.self() : owners.of(known.name(), partition);
    }
}
