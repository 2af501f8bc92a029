package dev.seedlog.metadata;

import dev.seedlog.wire.metadata.AbortTransactionRecord;
import dev.seedlog.wire.metadata.BeginTransactionRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.EndTransactionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first records of a cluster: what formatting writes to {@code bootstrap.checkpoint}, and a first leader to the
 * log.
 */
public final class BootstrapRecords {

    private static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";

    private BootstrapRecords() {
    }

    /**
     * The records of {@code bootstrap.checkpoint}: the metadata version, then the other features by name. Levels of 0
     * are left out, as is {@code kraft.version}, which the quorum keeps in control records of its own.
     */
    public static List<MetadataRecord> checkpoint(MetadataVersion version, PersistentMap<String, Short> levels) {
        List<MetadataRecord> records = new ArrayList<>();
        records.add(ImageSnapshot.feature(MetadataVersion.FEATURE, version.level()));
        for (Map.Entry<String, Short> level : levels) {
            boolean own = level.getKey().equals(MetadataVersion.FEATURE)
                    || level.getKey().equals(SupportedFeatures.KRAFT);
            if (!own && level.getValue() != 0) {
                records.add(ImageSnapshot.feature(level.getKey(), level.getValue()));
            }
        }
        return records;
    }

    /** The records of {@code bootstrap.checkpoint} of a new cluster. */
    public static List<MetadataRecord> checkpoint(ClusterFeatures features) {
        return checkpoint(features.version(), features.levels());
    }

    /** What stands for a missing {@code bootstrap.checkpoint}: the latest metadata version and nothing else. */
    public static List<MetadataRecord> withoutCheckpoint() {
        return checkpoint(MetadataVersion.LATEST, PersistentMap.empty());
    }

    /**
     * What the first leader of an empty log appends, in one transaction if the metadata version has them.
     *
     * @param checkpoint the records of {@code bootstrap.checkpoint}
     * @param minInSyncReplicas the node's own setting, which becomes the cluster's if eligible leader replicas are on:
     *     they need one value for all (KIP-966)
     */
    public static List<MetadataRecord> firstRecords(List<MetadataRecord> checkpoint, int minInSyncReplicas) {
        FeaturesImage features =
                ImageSnapshot.read(checkpoint, new RecordApplier(SupportedFeatures.CURRENT), 0).features();
        List<MetadataRecord> records = new ArrayList<>();
        boolean transaction = features.metadataVersionOrLowest().hasTransactions();
        if (transaction) {
            records.add(MetadataRecord.of(BeginTransactionRecord.builder().name("Bootstrap records").build()));
        }
        records.addAll(checkpoint);
        if (features.eligibleLeaderReplicasEnabled()) {
            records.add(MetadataRecord.of(ConfigRecord.builder()
                    .resourceType(ConfigResource.ALL_BROKERS.type()).resourceName(ConfigResource.ALL_BROKERS.name())
                    .name(MIN_IN_SYNC_REPLICAS).value(Integer.toString(minInSyncReplicas)).build()));
        }
        if (transaction) {
            records.add(MetadataRecord.of(EndTransactionRecord.builder().build()));
        }
        return records;
    }

    /** What a new leader appends first if the last one left a transaction open. */
    public static MetadataRecord abortTransaction() {
        return MetadataRecord.of(AbortTransactionRecord.builder().reason("Controller failover").build());
    }
}
