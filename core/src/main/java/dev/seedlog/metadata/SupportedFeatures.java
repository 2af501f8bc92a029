package dev.seedlog.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The features that a node implements, with the lowest and highest level of each. A feature that is not here is not
 * implemented, so its level must be 0.
 *
 * @param ranges levels by feature name
 */
public record SupportedFeatures(PersistentMap<String, VersionRange> ranges) {

    /** Dynamic voters (KIP-853). */
    public static final String KRAFT = "kraft.version";
    /** The consumer group protocol (KIP-848). */
    public static final String GROUP = "group.version";
    /** Transactions (KIP-890). */
    public static final String TRANSACTION = "transaction.version";
    /** Eligible leader replicas (KIP-966). */
    public static final String ELIGIBLE_LEADER_REPLICAS = "eligible.leader.replicas.version";
    /** Share groups (KIP-932). */
    public static final String SHARE = "share.version";
    /** Streams groups (KIP-1071). */
    public static final String STREAMS = "streams.version";

    /**
     * What this version of the code implements. The consumer group protocol, transactions, share and streams groups are
     * not in it, so a directory where they are finalized is refused, by name.
     */
    public static final SupportedFeatures CURRENT = none()
            .with(MetadataVersion.FEATURE, MetadataVersion.LOWEST.level(), MetadataVersion.LATEST.level())
            .with(KRAFT, 0, 1)
            .with(ELIGIBLE_LEADER_REPLICAS, 0, 1);

    /** No feature at all. */
    public static SupportedFeatures none() {
        return new SupportedFeatures(PersistentMap.empty());
    }

    /** These features and one more. */
    public SupportedFeatures with(String feature, int min, int max) {
        return new SupportedFeatures(ranges.with(feature, VersionRange.of(min, max)));
    }

    /** The levels of a feature; only 0 if it is not implemented. */
    public VersionRange range(String feature) {
        VersionRange range = ranges.get(feature);
        return range == null ? VersionRange.of(0, 0) : range;
    }

    /**
     * Checks that everything finalized is implemented.
     *
     * @throws UnsupportedFeatureException if something is not; it names all that is not
     */
    public void check(FeaturesImage features) {
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, Short> feature : features.finalized()) {
            if (!range(feature.getKey()).contains(feature.getValue())) {
                refused.add(describe(feature.getKey(), feature.getValue()));
            }
        }
        if (!refused.isEmpty()) {
            throw new UnsupportedFeatureException("the cluster has finalized features that this version does not have: "
                    + String.join("; ", refused));
        }
    }

    /**
     * Checks one level.
     *
     * @throws UnsupportedFeatureException if it is not implemented
     */
    public void check(String feature, short level) {
        if (!range(feature).contains(level)) {
            throw new UnsupportedFeatureException(
                    "the cluster has finalized a feature that this version does not have: " + describe(feature, level));
        }
    }

    private String describe(String feature, short level) {
        return feature + "=" + level + " (supported here: " + range(feature) + ")";
    }
}
