package dev.seedlog.metadata;

import java.util.List;

/**
 * The features that a new cluster begins with.
 *
 * @param version its metadata version
 * @param levels of other features, by name; what is not there has level 0
 */
public record ClusterFeatures(MetadataVersion version, PersistentMap<String, Short> levels) {

    /** What a cluster has of which nothing else is said: the newest version, and what that has by default. */
    public static final ClusterFeatures LATEST = byDefault(MetadataVersion.LATEST);

    /** What a version has by default; of later features, and of those that are not implemented, nothing. */
    public static ClusterFeatures byDefault(MetadataVersion version) {
        PersistentMap<String, Short> levels = PersistentMap.empty();
        if (version.hasEligibleLeaderReplicasByDefault()) {
            levels = levels.with(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS, (short) 1);
        }
        return new ClusterFeatures(version, levels);
    }

    /**
     * The same, with some levels set.
     *
     * @param settings each a feature and its level: {@code eligible.leader.replicas.version=0}
     * @throws IllegalArgumentException if one cannot be set so; the message says why
     */
    public ClusterFeatures with(List<String> settings) {
        PersistentMap<String, Short> changed = levels;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("'" + setting + "' is not a feature and its level, as in "
                        + SupportedFeatures.ELIGIBLE_LEADER_REPLICAS + "=1");
            }
            String feature = setting.substring(0, equals).strip();
            short level = level(setting, feature, setting.substring(equals + 1).strip());
            changed = level == 0 ? changed.without(feature) : changed.with(feature, level);
        }
        return new ClusterFeatures(version, changed);
    }

    private short level(String setting, String feature, String text) {
        if (feature.equals(MetadataVersion.FEATURE) || feature.equals(SupportedFeatures.KRAFT)) {
            throw new IllegalArgumentException(setting + ": " + (feature.equals(SupportedFeatures.KRAFT)
                    ? "how the voters are given decides that" : "the release version decides that"));
        }
        VersionRange range = SupportedFeatures.CURRENT.range(feature);
        short level;
        try {
            level = Short.parseShort(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(setting + ": '" + text + "' is not a level", e);
        }
        if (!range.contains(level)) {
            throw new IllegalArgumentException(setting + ": supported are levels " + range);
        }
        if (feature.equals(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS) && level > 0
                && !version.hasEligibleLeaderReplicas()) {
            throw new IllegalArgumentException(setting + ": it needs " + MetadataVersion.FEATURE + " "
                    + MetadataVersion.V4_0_IV1 + " or later, and this is " + version);
        }
        return level;
    }
}
