package dev.seedlog.metadata;

/**
 * All that the metadata log says, up to some offset. It never changes; {@link RecordApplier} makes the next one.
 *
 * @param features what the cluster has finalized
 * @param cluster its nodes
 * @param topics its topics
 * @param configs its configurations
 * @param nextProducerId the first producer id that no broker has been given, -1 if none has been given at all
 * @param security its quotas, access control entries, credentials and tokens
 */
public record MetadataImage(FeaturesImage features, ClusterImage cluster, TopicsImage topics, ConfigsImage configs,
                            long nextProducerId, SecurityImage security) {

    /** What an empty log says. */
    public static final MetadataImage EMPTY = new MetadataImage(FeaturesImage.EMPTY, ClusterImage.EMPTY,
            TopicsImage.EMPTY, ConfigsImage.EMPTY, -1, SecurityImage.EMPTY);

    /** Whether nothing was ever said. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** The metadata version, the lowest as long as the log says nothing of it. */
    public MetadataVersion metadataVersion() {
        return features.metadataVersionOrLowest();
    }

    MetadataImage with(FeaturesImage changed) {
        return new MetadataImage(changed, cluster, topics, configs, nextProducerId, security);
    }

    MetadataImage with(ClusterImage changed) {
        return new MetadataImage(features, changed, topics, configs, nextProducerId, security);
    }

    MetadataImage with(TopicsImage changed) {
        return new MetadataImage(features, cluster, changed, configs, nextProducerId, security);
    }

    MetadataImage with(ConfigsImage changed) {
        return new MetadataImage(features, cluster, topics, changed, nextProducerId, security);
    }

    MetadataImage withNextProducerId(long changed) {
        return new MetadataImage(features, cluster, topics, configs, changed, security);
    }

    MetadataImage with(SecurityImage changed) {
        return new MetadataImage(features, cluster, topics, configs, nextProducerId, changed);
    }
}
