package dev.seedlog.specs.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.metadata.MetadataVersion;
import org.junit.jupiter.api.Test;

/** The metadata versions are Kafka's: the same levels by the same names, and records change at the same of them. */
class MetadataVersionsMatchKafkaTest {

    private static org.apache.kafka.server.common.MetadataVersion kafkas(MetadataVersion version) {
        return org.apache.kafka.server.common.MetadataVersion.fromFeatureLevel(version.level());
    }

    @Test
    void levelsHaveTheSameNames() {
        for (MetadataVersion version : MetadataVersion.values()) {
            assertEquals(kafkas(version).version(), version.toString());
        }
    }

    @Test
    void recordsChangeAtTheSameLevels() {
        for (MetadataVersion version : MetadataVersion.values()) {
            if (version != MetadataVersion.LOWEST) {
                MetadataVersion before = MetadataVersion.ofLevel(version.level() - 1);
                assertEquals(org.apache.kafka.server.common.MetadataVersion.checkIfMetadataChanged(kafkas(version),
                        kafkas(before)), version.changesRecords(), version.toString());
            }
        }
    }
}
