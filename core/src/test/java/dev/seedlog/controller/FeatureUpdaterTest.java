package dev.seedlog.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.seedlog.wire.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.seedlog.wire.message.UpdateFeaturesRequest;
import dev.seedlog.wire.message.UpdateFeaturesRequest.FeatureUpdateKey;
import dev.seedlog.wire.message.UpdateFeaturesResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which levels features may be set to, and what comes of it. */
class FeatureUpdaterTest {

    private static final String ELR = SupportedFeatures.ELIGIBLE_LEADER_REPLICAS;
    private static final short VERSION = 2;
    private static final byte UPGRADE = 1;
    private static final byte SAFE = 2;
    private static final byte UNSAFE = 3;

    private final ControllerFixture cluster = new ControllerFixture().brokers(2);

    private static FeatureUpdateKey update(String feature, int level, byte type) {
        return FeatureUpdateKey.builder().feature(feature).maxVersionLevel((short) level).upgradeType(type).build();
    }

    private static UpdateFeaturesRequest request(FeatureUpdateKey... updates) {
        return UpdateFeaturesRequest.builder().featureUpdates(List.of(updates)).build();
    }

    private UpdateFeaturesResponse set(FeatureUpdateKey... updates) {
        return cluster.answer(cluster.controller.updateFeatures(request(updates), VERSION));
    }

    private String refused(FeatureUpdateKey... updates) {
        Refusal refusal = cluster.refusal(cluster.controller.updateFeatures(request(updates), VERSION));
        assertEquals(ErrorCode.INVALID_UPDATE_VERSION, refusal.error());
        return refusal.message();
    }

    private int level(String feature) {
        return cluster.image().features().level(feature);
    }

    @Test
    void aFeatureIsTurnedOnAndOff() {
        UpdateFeaturesResponse answer = set(update(ELR, 1, UPGRADE));
        assertEquals(0, answer.errorCode());
        assertEquals(List.of(), answer.results(), "version 2 has one error for all");
        assertEquals(1, level(ELR));
        set(update(ELR, 0, SAFE));
        assertEquals(0, level(ELR));
    }

    @Test
    void version0And1HaveAResultForEachFeature() {
        UpdateFeaturesResponse answer = cluster.answer(cluster.controller.updateFeatures(
                request(update(ELR, 1, UPGRADE)), (short) 1));
        assertEquals(1, answer.results().size());
        assertEquals(ELR, answer.results().get(0).feature());
        FeatureUpdateKey down = FeatureUpdateKey.builder().feature(ELR).maxVersionLevel((short) 0).allowDowngrade(true)
                .build();
        cluster.answer(cluster.controller.updateFeatures(request(down), (short) 0));
        assertEquals(0, level(ELR));
    }

    @Test
    void eligibleLeadersTakeOneMinimumForAllBrokers() {
        AlterConfigsResource ofBroker = AlterConfigsResource.builder().resourceType(ConfigResource.BROKER)
                .resourceName("1").configs(List.of(AlterableConfig.builder().name("min.insync.replicas")
                        .configOperation((byte) 0).value("2").build())).build();
        cluster.answer(cluster.controller.incrementalAlterConfigs(
                IncrementalAlterConfigsRequest.builder().resources(List.of(ofBroker)).build()));
        assertEquals("2", cluster.image().configs().value(ConfigResource.broker(1), "min.insync.replicas"));
        set(update(ELR, 1, UPGRADE));

        assertEquals("1", cluster.image().configs().value(ConfigResource.ALL_BROKERS, "min.insync.replicas"));
        assertEquals(null, cluster.image().configs().value(ConfigResource.broker(1), "min.insync.replicas"));
    }

    @Test
    void theDirectionMustBeTheOneThatWasAskedFor() {
        set(update(ELR, 1, UPGRADE));
        refused(update(ELR, 0, UPGRADE));
        set(update(ELR, 0, UNSAFE));
        refused(update(ELR, 1, SAFE));
        refused(update(ELR, 1, (byte) 4));
        refused(update(ELR, 1, (byte) 0));
    }

    @Test
    void allChangeOrNone() {
        assertTrue(refused(update(ELR, 1, UPGRADE), update("group.version", 1, UPGRADE)).contains("group.version"));
        assertEquals(0, level(ELR));
    }

    @Test
    void aLevelThatSomeNodeDoesNotHaveIsRefused() {
        assertTrue(refused(update(ELR, 2, UPGRADE)).contains("this controller"));
        refused(update(ELR, -1, SAFE));
        cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 1).features(List.of(
                BrokerRegistrationRequest.Feature.builder().name(MetadataVersion.FEATURE)
                        .minSupportedVersion((short) 7).maxSupportedVersion((short) 30).build())).build()));
        assertTrue(refused(update(ELR, 1, UPGRADE)).contains("broker 5"));
    }

    @Test
    void controllersCountToo() {
        cluster.answer(cluster.controller.registerController(ControllerRegistrationRequest.builder().controllerId(7)
                .incarnationId(new Uuid(7, 7)).build()));
        assertTrue(refused(update(ELR, 1, UPGRADE)).contains("controller 7"));
    }

    @Test
    void theQuorumsOwnVersionIsNotChangedHere() {
        refused(update(SupportedFeatures.KRAFT, 1, UPGRADE));
    }

    @Test
    void aTrialChangesNothing() {
        long before = cluster.log.endOffset();
        cluster.answer(cluster.controller.updateFeatures(request(update(ELR, 1, UPGRADE)).toBuilder()
                .validateOnly(true).build(), VERSION));
        assertEquals(before, cluster.log.endOffset());
        assertEquals(0, level(ELR));
    }

    @Test
    void theMetadataVersionGoesUpAndNeverBackBehindNewRecords() {
        ControllerFixture old = new ControllerFixture(MetadataVersion.V4_0_IV0);
        assertEquals(ErrorCode.INVALID_UPDATE_VERSION, old.refusal(old.controller.updateFeatures(
                request(update(ELR, 1, UPGRADE)), VERSION)).error());
        old.answer(old.controller.updateFeatures(request(update(MetadataVersion.FEATURE,
                MetadataVersion.V4_2_IV1.level(), UPGRADE), update(ELR, 1, UPGRADE)), VERSION));
        assertEquals(MetadataVersion.V4_2_IV1, old.image().metadataVersion());
        old.answer(old.controller.updateFeatures(request(update(MetadataVersion.FEATURE,
                MetadataVersion.V4_0_IV1.level(), SAFE)), VERSION));
        assertEquals(MetadataVersion.V4_0_IV1, old.image().metadataVersion());

        for (byte type : new byte[]{UPGRADE, SAFE, UNSAFE}) {
            assertEquals(ErrorCode.INVALID_UPDATE_VERSION, old.refusal(old.controller.updateFeatures(
                    request(update(MetadataVersion.FEATURE, MetadataVersion.V4_0_IV0.level(), type)),
                    VERSION)).error());
        }
    }
}
