package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import dev.seedlog.wire.metadata.ClearElrRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FenceBrokerRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.ProducerIdsRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RemoveAccessControlEntryRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.RemoveUserScramCredentialRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordApplierTest {

    private static final Uuid ORDERS = new Uuid(1, 1);
    private static final Uuid OTHER = new Uuid(2, 2);

    private final RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
    private MetadataImage image = MetadataImage.EMPTY;

    @Test
    void aChangeOfTheLeaderCountsUpItsEpochAndEveryChangeThatOfThePartition() {
        orders();
        apply(PartitionChangeRecord.builder().topicId(ORDERS).partitionId(0).leader(2).build());
        PartitionImage afterLeader = image.topics().partition(ORDERS, 0);
        apply(PartitionChangeRecord.builder().topicId(ORDERS).partitionId(0).isr(IntList.of(2)).build());
        PartitionImage afterIsr = image.topics().partition(ORDERS, 0);

        assertEquals(List.of(2, 6, 11), List.of(afterLeader.leader(), afterLeader.leaderEpoch(),
                afterLeader.partitionEpoch()));
        assertEquals(List.of(2, 6, 12), List.of(afterIsr.leader(), afterIsr.leaderEpoch(), afterIsr.partitionEpoch()));
        assertEquals(IntList.of(1, 2), afterLeader.isr());
        assertEquals(IntList.of(2), afterIsr.isr());
    }

    @Test
    void directoriesThatWereNeverSetAreUnknown() {
        orders();

        assertEquals(List.of(DirectoryIds.MIGRATING, DirectoryIds.MIGRATING),
                image.topics().partition(ORDERS, 0).assignment().directories());
        refused("2 replicas have 1 directories", PartitionRecord.builder().topicId(ORDERS).partitionId(1)
                .replicas(IntList.of(1, 2)).isr(IntList.of(1)).leader(1).directories(List.of(OTHER)).build());
    }

    @Test
    void aRemovedTopicTakesItsConfigurationWithIt() {
        orders();
        apply(ConfigRecord.builder().resourceType(ConfigResource.TOPIC).resourceName("orders").name("retention.ms")
                .value("1").build());
        apply(RemoveTopicRecord.builder().topicId(ORDERS).build());

        assertNull(image.topics().topic("orders"));
        assertNull(image.topics().topic(ORDERS));
        assertEquals(ConfigsImage.EMPTY, image.configs());
    }

    @Test
    void aValueOfNullDeletesAConfiguration() {
        apply(ConfigRecord.builder().resourceType(ConfigResource.BROKER).resourceName("1").name("k").value("v")
                .build());
        assertEquals("v", image.configs().value(ConfigResource.broker(1), "k"));
        apply(ConfigRecord.builder().resourceType(ConfigResource.BROKER).resourceName("1").name("k").value(null)
                .build());

        assertEquals(MetadataImage.EMPTY, image);
    }

    @Test
    void clearingTheEligibleReplicasOfAllTopicsIsAChangeOfThosePartitionsThatHadSome() {
        orders();
        apply(PartitionChangeRecord.builder().topicId(ORDERS).partitionId(0).eligibleLeaderReplicas(IntList.of(2))
                .build());
        PartitionImage before = image.topics().partition(ORDERS, 0);
        apply(ClearElrRecord.builder().topicName("").build());
        PartitionImage after = image.topics().partition(ORDERS, 0);

        assertEquals(IntList.empty(), after.elr());
        assertEquals(before.partitionEpoch() + 1, after.partitionEpoch());
        MetadataImage cleared = image;
        apply(ClearElrRecord.builder().topicName("orders").build());
        assertSame(cleared.topics().topic(ORDERS), image.topics().topic(ORDERS));
        refused("there is no topic nothing", ClearElrRecord.builder().topicName("nothing").build());
    }

    @Test
    void aFinalizedLevelOfZeroTakesTheFeatureAway() {
        image = apply(ImageSnapshot.feature(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS, (short) 1));
        assertTrue(image.features().eligibleLeaderReplicasEnabled());
        image = apply(ImageSnapshot.feature(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS, (short) 0));

        assertEquals(MetadataImage.EMPTY, image);
    }

    @Test
    void aMetadataVersionAboveOursIsRefusedAtOnce() {
        UnsupportedFeatureException refused = assertThrows(UnsupportedFeatureException.class,
                () -> applier.apply(image, ImageSnapshot.feature(MetadataVersion.FEATURE, (short) 31), 4));

        assertTrue(refused.getMessage().contains("metadata.version=31 (supported here: 7 to 30)"),
                refused.getMessage());
        assertTrue(refused.getMessage().contains("offset 4"), refused.getMessage());
    }

    @Test
    void featuresAboveOursAreAllNamed() {
        for (String feature : List.of("transaction.version", "group.version", "metadata.version", "from.the.moon")) {
            image = apply(ImageSnapshot.feature(feature, (short) (feature.startsWith("meta") ? 30 : 2)));
        }
        UnsupportedFeatureException refused = assertThrows(UnsupportedFeatureException.class,
                () -> SupportedFeatures.CURRENT.check(image.features()));

        assertTrue(refused.getMessage().endsWith("from.the.moon=2 (supported here: 0 to 0); group.version=2 (supported "
                + "here: 0 to 0); transaction.version=2 (supported here: 0 to 0)"), refused.getMessage());
    }

    @Test
    void aRecordThatContradictsTheImageIsRefusedByNameAndOffset() {
        orders();
        broker();
        refused("topic orders exists", TopicRecord.builder().name("orders").topicId(OTHER).build());
        refused("is taken by topic orders", TopicRecord.builder().name("others").topicId(ORDERS).build());
        refused("no topic with id", PartitionRecord.builder().topicId(OTHER).partitionId(0).build());
        refused("no topic with id", RemoveTopicRecord.builder().topicId(OTHER).build());
        refused("has no partition 9", PartitionChangeRecord.builder().topicId(ORDERS).partitionId(9).build());
        refused("leader recovery state 5 is unknown", PartitionChangeRecord.builder().topicId(ORDERS).partitionId(0)
                .leaderRecoveryState((byte) 5).build());
        refused("broker 8 is not registered", FenceBrokerRecord.builder().id(8).build());
        refused("has epoch 3, the record 4", UnregisterBrokerRecord.builder().brokerId(7).brokerEpoch(4).build());
        refused("fenced is 2", BrokerRegistrationChangeRecord.builder().brokerId(7).brokerEpoch(3).fenced((byte) 2)
                .build());
        refused("no access control entry", RemoveAccessControlEntryRecord.builder().id(OTHER).build());
        refused("no credential", RemoveUserScramCredentialRecord.builder().name("u").mechanism((byte) 1).build());
    }

    @Test
    void producerIdsNeverGoBack() {
        apply(ProducerIdsRecord.builder().brokerId(1).brokerEpoch(1).nextProducerId(2000).build());

        refused("is lower than 2000", ProducerIdsRecord.builder().brokerId(1).brokerEpoch(1).nextProducerId(1000)
                .build());
    }

    @Test
    void aBrokersRegistrationChangesInParts() {
        broker();
        apply(BrokerRegistrationChangeRecord.builder().brokerId(7).brokerEpoch(3).fenced((byte) -1).build());
        assertTrue(image.cluster().isActive(7));
        apply(BrokerRegistrationChangeRecord.builder().brokerId(7).brokerEpoch(3).inControlledShutdown((byte) 1)
                .build());
        assertTrue(image.cluster().broker(7).inControlledShutdown());
        apply(BrokerRegistrationChangeRecord.builder().brokerId(7).brokerEpoch(3).logDirs(List.of(OTHER)).build());

        assertEquals(List.of(OTHER), image.cluster().broker(7).logDirs());
        assertTrue(image.cluster().broker(7).inControlledShutdown());
    }

    private void orders() {
        apply(TopicRecord.builder().name("orders").topicId(ORDERS).build());
        apply(PartitionRecord.builder().topicId(ORDERS).partitionId(0).replicas(IntList.of(1, 2)).isr(IntList.of(1, 2))
                .leader(1).leaderEpoch(5).partitionEpoch(10).build());
    }

    private void broker() {
        apply(RegisterBrokerRecord.builder().brokerId(7).brokerEpoch(3).incarnationId(OTHER).fenced(true).build());
    }

    private void apply(WireMessage record) {
        image = apply(MetadataRecord.of(record));
    }

    private MetadataImage apply(MetadataRecord record) {
        return applier.apply(image, record, 0);
    }

    private void refused(String why, WireMessage record) {
        MetadataReplayException refused = assertThrows(MetadataReplayException.class,
                () -> applier.apply(image, MetadataRecord.of(record), 12));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertTrue(refused.getMessage().contains(record.getClass().getSimpleName() + " at offset 12"),
                refused.getMessage());
    }
}
