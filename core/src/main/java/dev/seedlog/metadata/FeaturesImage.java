package dev.seedlog.metadata;

/**
 * The features that the cluster has finalized (KIP-584, KIP-778).
 *
 * @param finalized levels above 0 by feature name
 */
public record FeaturesImage(PersistentMap<String, Short> finalized) {

    /** Nothing is finalized, not even a metadata version. */
    public static final FeaturesImage EMPTY = new FeaturesImage(PersistentMap.empty());

    /** The level of a feature, 0 if it is not finalized. */
    public short level(String feature) {
        Short level = finalized.get(feature);
        return level == null ? 0 : level;
    }

    /** The metadata version, or null as long as the log says nothing of it. */
    public MetadataVersion metadataVersion() {
        return MetadataVersion.ofLevel(level(MetadataVersion.FEATURE));
    }

    /** The metadata version, the lowest as long as the log says nothing of it. */
    public MetadataVersion metadataVersionOrLowest() {
        MetadataVersion version = metadataVersion();
        return version == null ? MetadataVersion.LOWEST : version;
    }

    /** Whether partitions keep eligible leader replicas (KIP-966). */
    public boolean eligibleLeaderReplicasEnabled() {
        return level(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS) > 0;
    }

    /** These features with one level changed; 0 takes the feature away. */
    public FeaturesImage withLevel(String feature, short level) {
        return new FeaturesImage(level == 0 ? finalized.without(feature) : finalized.with(feature, level));
    }
}
