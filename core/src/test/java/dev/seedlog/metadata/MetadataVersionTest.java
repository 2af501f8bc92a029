package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataVersionTest {

    @Test
    void levelsAndRecordVersionsAreThoseOfKafka43() {
        List<String> table = new ArrayList<>();
        for (MetadataVersion version : MetadataVersion.values()) {
            table.add(version.level() + " " + version + " " + version.registerBrokerRecordVersion()
                    + version.partitionRecordVersion());
        }
        assertEquals(List.of("7 3.3-IV3 10", "8 3.4-IV0 20", "9 3.5-IV0 20", "10 3.5-IV1 20", "11 3.5-IV2 20",
                "12 3.6-IV0 20", "13 3.6-IV1 20", "14 3.6-IV2 20", "15 3.7-IV0 20", "16 3.7-IV1 20", "17 3.7-IV2 31",
                "18 3.7-IV3 31", "19 3.7-IV4 31", "20 3.8-IV0 31", "21 3.9-IV0 31", "22 4.0-IV0 31", "23 4.0-IV1 32",
                "24 4.0-IV2 32", "25 4.0-IV3 32", "26 4.1-IV0 32", "27 4.1-IV1 32", "28 4.2-IV0 32", "29 4.2-IV1 32",
                "30 4.3-IV0 42"), table);
    }

    @Test
    void aLevelLeadsBackToItsVersion() {
        for (MetadataVersion version : MetadataVersion.values()) {
            assertEquals(version, MetadataVersion.ofLevel(version.level()));
        }
        assertNull(MetadataVersion.ofLevel(6));
        assertNull(MetadataVersion.ofLevel(31));
        assertNull(MetadataVersion.ofLevel(Integer.MIN_VALUE));
    }

    @Test
    void aReleaseMeansItsLastVersion() {
        assertEquals(MetadataVersion.V3_7_IV4, MetadataVersion.parse("3.7"));
        assertEquals(MetadataVersion.V3_7_IV2, MetadataVersion.parse("3.7-IV2"));
        assertEquals(MetadataVersion.V4_3_IV0, MetadataVersion.parse("4.3"));
        assertThrows(IllegalArgumentException.class, () -> MetadataVersion.parse("4.4"));
        assertThrows(IllegalArgumentException.class, () -> MetadataVersion.parse(""));
    }
}
