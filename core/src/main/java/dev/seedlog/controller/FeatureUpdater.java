package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.ControllerImage;
import dev.seedlog.metadata.ImageSnapshot;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.metadata.VersionRange;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.UpdateFeaturesRequest;
import dev.seedlog.wire.message.UpdateFeaturesRequest.FeatureUpdateKey;
import dev.seedlog.wire.message.UpdateFeaturesResponse;
import dev.seedlog.wire.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import dev.seedlog.wire.metadata.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * UpdateFeatures, versions 0 to 2 (KIP-584, KIP-778): changes the levels of features, all that are named or none.
 * Version 1 tells three kinds of change apart and can try without doing, 2 has one error for all. A level must be
 * known to this controller and to every node that is registered. {@code kraft.version} is kept by the quorum and cannot
 * be changed here.
 */
final class FeatureUpdater {

    private static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";

    /** What a client allows, by the numbers of the request. */
    private enum Kind {
        UPGRADE, SAFE_DOWNGRADE, UNSAFE_DOWNGRADE;

        /** The kind that an update names; null if it is none that is known. */
        static Kind of(FeatureUpdateKey update) {
            if (update.allowDowngrade()) {
                return SAFE_DOWNGRADE;
            }
            int index = update.upgradeType() - 1;
            return index >= 0 && index < values().length ? values()[index] : null;
        }
    }

    private final MetadataImage image;
    private final SupportedFeatures supported;
    private final int minInSyncReplicas;

    FeatureUpdater(MetadataImage image, SupportedFeatures supported, int minInSyncReplicas) {
        this.image = image;
        this.supported = supported;
        this.minInSyncReplicas = minInSyncReplicas;
    }

    Decision<MetadataRecord, UpdateFeaturesResponse> decide(UpdateFeaturesRequest request, short version) {
        Map<String, FeatureUpdateKey> updates = new TreeMap<>();
        for (FeatureUpdateKey update : request.featureUpdates()) {
            updates.putIfAbsent(update.feature(), update);
        }
        List<MetadataRecord> records = new ArrayList<>();
        List<UpdatableFeatureResult> results = new ArrayList<>();
        for (FeatureUpdateKey update : updates.values()) {
            check(update, updates);
            if (update.maxVersionLevel() != image.features().level(update.feature())) {
                records.add(ImageSnapshot.feature(update.feature(), update.maxVersionLevel()));
                if (update.feature().equals(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS)
                        && update.maxVersionLevel() > 0) {
                    records.addAll(oneMinInSyncForAll());
                }
            }
            results.add(UpdatableFeatureResult.builder().feature(update.feature()).build());
        }
        UpdateFeaturesResponse answer =
                UpdateFeaturesResponse.builder().results(version < 2 ? results : List.of()).build();
        return request.validateOnly() ? Decision.read(answer) : Decision.atomic(records, answer);
    }

    private void check(FeatureUpdateKey update, Map<String, FeatureUpdateKey> updates) {
        Kind kind = Kind.of(update);
        short level = update.maxVersionLevel();
        short present = image.features().level(update.feature());
        if (kind == null) {
            throw refused(update, "type " + update.upgradeType() + " of an update is not known");
        }
        if (level < 0) {
            throw refused(update, "levels are not negative");
        }
        if (update.feature().equals(SupportedFeatures.KRAFT)) {
            throw refused(update, "it is the quorum's, and cannot be changed");
        }
        checkSupport(update);
        if (level < present && kind == Kind.UPGRADE) {
            throw refused(update, "that is less than " + present + ", and a downgrade was not asked for");
        }
        if (level > present && kind != Kind.UPGRADE) {
            throw refused(update, "that is more than " + present + ", and a downgrade was asked for");
        }
        if (update.feature().equals(MetadataVersion.FEATURE) && level < present) {
            checkNothingIsLost(update);
        }
        if (update.feature().equals(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS) && level > 0
                && !metadataVersion(updates).hasEligibleLeaderReplicas()) {
            throw refused(update, "it needs a later " + MetadataVersion.FEATURE);
        }
    }

    /** What the metadata version will be when all is done. */
    private MetadataVersion metadataVersion(Map<String, FeatureUpdateKey> updates) {
        FeatureUpdateKey update = updates.get(MetadataVersion.FEATURE);
        MetadataVersion next = update == null ? null : MetadataVersion.ofLevel(update.maxVersionLevel());
        return next == null ? image.metadataVersion() : next;
    }

    private void checkSupport(FeatureUpdateKey update) {
        checkSupport(update, "this controller", supported.range(update.feature()));
        for (BrokerImage broker : image.cluster().brokers().values()) {
            checkSupport(update, "broker " + broker.id(), broker.supported(update.feature()));
        }
        for (ControllerImage controller : image.cluster().controllers().values()) {
            checkSupport(update, "controller " + controller.id(), controller.supported(update.feature()));
        }
    }

    private static void checkSupport(FeatureUpdateKey update, String who, VersionRange range) {
        if (!range.contains(update.maxVersionLevel())) {
            throw refused(update, who + " has levels " + range);
        }
    }

    /** Records that the lower version does not have would be lost; not even an unsafe downgrade does that. */
    private void checkNothingIsLost(FeatureUpdateKey update) {
        for (int level = update.maxVersionLevel() + 1; level <= image.metadataVersion().level(); level++) {
            if (MetadataVersion.ofLevel(level).changesRecords()) {
                throw refused(update, MetadataVersion.ofLevel(level) + " has brought records that it does not have");
            }
        }
    }

    /** Eligible leader replicas need one value for all brokers (KIP-966): the cluster's, which no broker overrides. */
    private List<MetadataRecord> oneMinInSyncForAll() {
        List<MetadataRecord> records = new ArrayList<>();
        if (image.configs().value(ConfigResource.ALL_BROKERS, MIN_IN_SYNC_REPLICAS) == null) {
            records.add(setting(ConfigResource.ALL_BROKERS, Integer.toString(minInSyncReplicas)));
        }
        for (Map.Entry<ConfigResource, PersistentMap<String, String>> entry : image.configs().byResource()) {
            ConfigResource resource = entry.getKey();
            if (resource.type() == ConfigResource.BROKER && !resource.equals(ConfigResource.ALL_BROKERS)
                    && entry.getValue().get(MIN_IN_SYNC_REPLICAS) != null) {
                records.add(setting(resource, null));
            }
        }
        return records;
    }

    private static MetadataRecord setting(ConfigResource resource, String value) {
        return MetadataRecord.of(ConfigRecord.builder().resourceType(resource.type()).resourceName(resource.name())
                .name(MIN_IN_SYNC_REPLICAS).value(value).build());
    }

    private static RefusedException refused(FeatureUpdateKey update, String why) {
        return new RefusedException(ErrorCode.INVALID_UPDATE_VERSION, "No feature is changed: " + update.feature()
                + " cannot be set to " + update.maxVersionLevel() + ", " + why + ".");
    }
}
