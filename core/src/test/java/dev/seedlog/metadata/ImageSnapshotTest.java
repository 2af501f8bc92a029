package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.MetadataRecordType;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ImageSnapshotTest {

    private static final Uuid TOPIC = new Uuid(7, 7);

    @Property(tries = 300)
    void theImageOfASnapshotIsTheImageOfTheLog(@ForAll long seed) {
        RandomHistory history = new RandomHistory(new SeededRandom(seed));
        for (int i = 0; i < 150; i++) {
            history.next();
        }
        MetadataImage image = history.image();
        List<MetadataRecord> snapshot = ImageSnapshot.records(image);

        assertEquals(image, ImageSnapshot.image(snapshot, SupportedFeatures.CURRENT));
        assertEquals(snapshot, ImageSnapshot.records(ImageSnapshot.image(snapshot, SupportedFeatures.CURRENT)));
    }

    @Test
    void historiesReachEveryKindOfRecord() {
        Set<MetadataRecordType> seen = EnumSet.noneOf(MetadataRecordType.class);
        RandomHistory history = new RandomHistory(new SeededRandom(1));
        for (int i = 0; i < 5_000; i++) {
            seen.add(history.next().type());
        }
        assertEquals(EnumSet.complementOf(EnumSet.of(MetadataRecordType.BEGIN_TRANSACTION,
                MetadataRecordType.END_TRANSACTION, MetadataRecordType.ABORT_TRANSACTION)), seen);
    }

    @Property(tries = 50)
    void sectionsComeInTheOrderOfKafkasSnapshots(@ForAll long seed) {
        RandomHistory history = new RandomHistory(new SeededRandom(seed));
        for (int i = 0; i < 300; i++) {
            history.next();
        }
        List<MetadataRecordType> order = List.of(MetadataRecordType.FEATURE_LEVEL, MetadataRecordType.REGISTER_BROKER,
                MetadataRecordType.REGISTER_CONTROLLER, MetadataRecordType.TOPIC, MetadataRecordType.CONFIG,
                MetadataRecordType.CLIENT_QUOTA, MetadataRecordType.PRODUCER_IDS,
                MetadataRecordType.ACCESS_CONTROL_ENTRY,
                MetadataRecordType.USER_SCRAM_CREDENTIAL, MetadataRecordType.DELEGATION_TOKEN);
        List<MetadataRecord> records = ImageSnapshot.records(history.image());
        int section = 0;
        for (MetadataRecord record : records) {
            MetadataRecordType type = record.type() == MetadataRecordType.PARTITION ? MetadataRecordType.TOPIC
                    : record.type();
            assertTrue(order.indexOf(type) >= section, type + " comes after " + order.get(section));
            section = order.indexOf(type);
        }
        assertEquals(MetadataVersion.FEATURE, ((FeatureLevelRecord) records.get(0).value()).name());
    }

    @Test
    void recordsAreWrittenInTheVersionsOfTheMetadataVersion() {
        for (MetadataVersion version : MetadataVersion.values()) {
            MetadataImage image = ImageSnapshot.image(List.of(
                    ImageSnapshot.feature(MetadataVersion.FEATURE, version.level()),
                    MetadataRecord.of(RegisterBrokerRecord.builder().brokerId(1).logDirs(List.of(TOPIC))
                            .cordonedLogDirs(List.of(TOPIC)).build(), 4),
                    MetadataRecord.of(TopicRecord.builder().name("t").topicId(TOPIC).build()),
                    MetadataRecord.of(PartitionRecord.builder().topicId(TOPIC).partitionId(0).replicas(IntList.of(1))
                            .isr(IntList.of(1)).leader(1).directories(List.of(TOPIC))
                            .lastKnownElr(IntList.of(1)).build(), 2)), SupportedFeatures.CURRENT);
            List<Integer> versions = new ArrayList<>();
            for (MetadataRecord record : ImageSnapshot.records(image)) {
                assertTrue(MetadataRecordCodec.sizeBytes(record) > 0, "it has an encoding at " + version);
                versions.add((int) record.version());
            }
            assertEquals(List.of(0, (int) version.registerBrokerRecordVersion(), 0,
                    (int) version.partitionRecordVersion()), versions);
        }
    }

    @Test
    void aTypeOfResourceThatIsNotKnownHereIsKept() {
        MetadataRecord config = MetadataRecord.of(ConfigRecord.builder().resourceType((byte) 99).resourceName("r")
                .name("k").value("v").build());

        assertEquals(List.of(config),
                ImageSnapshot.records(ImageSnapshot.image(List.of(config), SupportedFeatures.CURRENT)));
    }

    @Test
    void anImageOfTenThousandPartitionsChangesInSmallSteps() {
        RecordApplier applier = new RecordApplier(SupportedFeatures.CURRENT);
        MetadataImage image = applier.apply(MetadataImage.EMPTY,
                MetadataRecord.of(TopicRecord.builder().name("t").topicId(TOPIC).build()), 0);
        for (int i = 0; i < 10_000; i++) {
            image = applier.apply(image, MetadataRecord.of(PartitionRecord.builder().topicId(TOPIC).partitionId(i)
                    .replicas(IntList.of(1)).isr(IntList.of(1)).leader(1).build()), i);
        }
        MetadataImage before = image;
        MetadataImage after = applier.apply(before, MetadataRecord.of(PartitionRecord.builder().topicId(TOPIC)
                .partitionId(5_000).replicas(IntList.of(2)).isr(IntList.of(2)).leader(2).build()), 10_001);

        assertEquals(10_000, after.topics().topic(TOPIC).partitionCount());
        assertEquals(1, before.topics().partition(TOPIC, 5_000).leader());
        assertEquals(2, after.topics().partition(TOPIC, 5_000).leader());
        int shared = 0;
        for (int i = 0; i < 10_000; i++) {
            shared += before.topics().partition(TOPIC, i) == after.topics().partition(TOPIC, i) ? 1 : 0;
        }
        assertEquals(9_999, shared);
    }
}
