package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.MetadataRecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapRecordsTest {

    private static final PersistentMap<String, Short> WITH_ELR = PersistentMap.<String, Short>empty()
            .with("kraft.version", (short) 1)
            .with("eligible.leader.replicas.version", (short) 1)
            .with("aaa", (short) 0);

    @Test
    void theMetadataVersionComesFirstAndTheQuorumsOwnFeatureIsLeftOut() {
        List<MetadataRecord> records = BootstrapRecords.checkpoint(MetadataVersion.V4_1_IV1, WITH_ELR);

        assertEquals(List.of("metadata.version=27", "eligible.leader.replicas.version=1"), features(records));
    }

    @Test
    void theFirstLeaderWritesOneTransaction() {
        List<MetadataRecord> records =
                BootstrapRecords.firstRecords(BootstrapRecords.checkpoint(ClusterFeatures.LATEST), 1);

        assertEquals(List.of(MetadataRecordType.BEGIN_TRANSACTION, MetadataRecordType.FEATURE_LEVEL,
                MetadataRecordType.FEATURE_LEVEL, MetadataRecordType.CONFIG, MetadataRecordType.END_TRANSACTION),
                records.stream().map(MetadataRecord::type).toList());
    }

    @Test
    void aDirectoryWithoutTheFileBeginsWithNothingButTheVersion() {
        assertEquals(List.of("metadata.version=30"), features(BootstrapRecords.withoutCheckpoint()));
    }

    @Test
    void withoutTransactionsThereAreNoBrackets() {
        List<MetadataRecord> records = BootstrapRecords.firstRecords(
                BootstrapRecords.checkpoint(MetadataVersion.V3_6_IV0, PersistentMap.empty()), 1);

        assertEquals(List.of("metadata.version=12"), features(records));
    }

    @Test
    void eligibleReplicasNeedOneMinimumForAllBrokers() {
        List<MetadataRecord> records =
                BootstrapRecords.firstRecords(BootstrapRecords.checkpoint(MetadataVersion.LATEST, WITH_ELR), 2);

        ConfigRecord config = (ConfigRecord) records.get(records.size() - 2).value();
        assertEquals(ConfigRecord.builder().resourceType(ConfigResource.BROKER).resourceName("")
                .name("min.insync.replicas").value("2").build(), config);
    }

    private static List<String> features(List<MetadataRecord> records) {
        return records.stream().map(record -> (FeatureLevelRecord) record.value())
                .map(feature -> feature.name() + "=" + feature.featureLevel()).toList();
    }
}
