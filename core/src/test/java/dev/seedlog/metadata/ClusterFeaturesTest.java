package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterFeaturesTest {

    private static final String ELR = "eligible.leader.replicas.version";

    @Test
    void aNewClusterKeepsEligibleLeaderReplicas() {
        assertEquals(MetadataVersion.LATEST, ClusterFeatures.LATEST.version());
        assertEquals((short) 1, ClusterFeatures.LATEST.levels().get(ELR));
    }

    @Test
    void oneOfAnEarlierReleaseDoesNotUnlessItIsTold() {
        ClusterFeatures before = ClusterFeatures.byDefault(MetadataVersion.parse("4.0"));

        assertTrue(before.levels().isEmpty());
        assertEquals((short) 1, before.with(List.of(ELR + "=1")).levels().get(ELR));
    }

    @Test
    void aLevelOfZeroTakesAFeatureAway() {
        assertTrue(ClusterFeatures.LATEST.with(List.of(ELR + "=0")).levels().isEmpty());
    }

    @Test
    void whatCannotBeIsRefusedWithTheReason() {
        assertRefused(ClusterFeatures.LATEST, ELR, "is not a feature and its level");
        assertRefused(ClusterFeatures.LATEST, ELR + "=x", "is not a level");
        assertRefused(ClusterFeatures.LATEST, ELR + "=2", "supported are levels 0 to 1");
        assertRefused(ClusterFeatures.LATEST, "group.version=1", "supported are levels 0 to 0");
        assertRefused(ClusterFeatures.LATEST, "metadata.version=7", "the release version decides that");
        assertRefused(ClusterFeatures.LATEST, "kraft.version=1", "how the voters are given decides that");
        assertRefused(ClusterFeatures.byDefault(MetadataVersion.V3_9_IV0), ELR + "=1",
                "it needs metadata.version 4.0-IV1 or later, and this is 3.9-IV0");
    }

    private static void assertRefused(ClusterFeatures features, String setting, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> features.with(List.of(setting)))
                .getMessage();
        assertTrue(message.contains(why), message);
    }
}
