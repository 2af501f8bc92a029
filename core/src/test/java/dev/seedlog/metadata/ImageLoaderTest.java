package dev.seedlog.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.WireMessage;
import dev.seedlog.wire.metadata.AbortTransactionRecord;
import dev.seedlog.wire.metadata.BeginTransactionRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.EndTransactionRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ImageLoaderTest {

    private static final Uuid ORDERS = new Uuid(1, 1);
    private static final WireMessage CREATE = TopicRecord.builder().name("orders").topicId(ORDERS).build();

    private final ImageLoader loader = new ImageLoader(SupportedFeatures.CURRENT);

    @Test
    void aTransactionShowsOnlyWhenItEnds() {
        load(BeginTransactionRecord.builder().build(), CREATE);
        assertNull(loader.publish());
        assertTrue(loader.inTransaction());
        load(EndTransactionRecord.builder().build());

        assertNotNull(loader.publish().after().topics().topic("orders"));
    }

    @Test
    void anAbortedTransactionNeverShows() {
        load(RegisterBrokerRecord.builder().brokerId(1).build(), BeginTransactionRecord.builder().build(), CREATE,
                AbortTransactionRecord.builder().build());
        MetadataDelta step = loader.publish();

        assertNull(step.after().topics().topic("orders"));
        assertEquals(Set.of(1), step.brokers());
        assertTrue(step.partitions().isEmpty());
    }

    @Test
    void bracketsOfTransactionsMustMatch() {
        assertThrows(MetadataReplayException.class, () -> load(EndTransactionRecord.builder().build()));
        assertThrows(MetadataReplayException.class, () -> load(AbortTransactionRecord.builder().build()));
        load(BeginTransactionRecord.builder().build());
        assertThrows(MetadataReplayException.class, () -> load(BeginTransactionRecord.builder().build()));
    }

    @Test
    void aStepNamesWhatItTouched() {
        load(CREATE, partition(0), partition(1));
        assertEquals(List.of(new TopicPartitionId(ORDERS, 0), new TopicPartitionId(ORDERS, 1)),
                new ArrayList<>(loader.publish().partitions()));
        load(ConfigRecord.builder().resourceType(ConfigResource.TOPIC).resourceName("orders").name("k").value("v")
                .build(),
                partition(1), RegisterBrokerRecord.builder().brokerId(4).build());
        MetadataDelta change = loader.publish();
        assertEquals(Set.of(new TopicPartitionId(ORDERS, 1)), change.partitions());
        assertEquals(Set.of(ConfigResource.topic("orders")), change.configs());
        assertEquals(Set.of(4), change.brokers());
        load(partition(0), RemoveTopicRecord.builder().topicId(ORDERS).build());
        MetadataDelta removal = loader.publish();

        assertEquals(Set.of(ORDERS), removal.removedTopics());
        assertTrue(removal.partitions().isEmpty());
        assertEquals(Set.of(ConfigResource.topic("orders")), removal.configs());
    }

    @Test
    void aTopicThatCameAndWentBetweenTwoStepsLeavesNoTrace() {
        load(CREATE, partition(0), RemoveTopicRecord.builder().topicId(ORDERS).build());
        MetadataDelta step = loader.publish();

        assertTrue(step.partitions().isEmpty() && step.removedTopics().isEmpty());
        assertEquals(MetadataImage.EMPTY, step.after());
    }

    @Test
    void offsetsMustNotGoBack() {
        load(CREATE);

        assertThrows(MetadataReplayException.class,
                () -> loader.records(0, 1, 0, List.of(MetadataRecord.of(partition(0)))));
    }

    @Test
    void aFinalizedFeatureThatWeDoNotHaveStopsThePublication() {
        loader.records(0, 1, 0, List.of(ImageSnapshot.feature("group.version", (short) 1)));
        assertThrows(UnsupportedFeatureException.class, loader::publish);
        loader.records(1, 1, 0, List.of(ImageSnapshot.feature("group.version", (short) 0)));

        assertEquals(MetadataImage.EMPTY, loader.publish().after());
    }

    @Property(tries = 100)
    void aSnapshotLeadsToTheSameImageAndNamesAllThatDiffers(@ForAll long seed) {
        RandomHistory history = new RandomHistory(new SeededRandom(seed));
        ImageLoader follower = new ImageLoader(SupportedFeatures.CURRENT);
        for (int i = 0; i < 100; i++) {
            follower.records(i, 1, i, List.of(history.next()));
        }
        MetadataImage seen = follower.publish().after();
        for (int i = 0; i < 100; i++) {
            history.next();
        }
        follower.snapshot(200, 3, 9, ImageSnapshot.records(history.image()));
        MetadataDelta step = follower.publish();

        assertEquals(seen, step.before());
        assertEquals(history.image(), step.after());
        assertEquals(200, follower.nextOffset());
        for (TopicImage topic : step.after().topics().byId().values()) {
            topic.partitions().forEach((id, partition) -> {
                boolean same = partition.equals(seen.topics().partition(topic.id(), id));
                assertEquals(!same, step.partitions().contains(new TopicPartitionId(topic.id(), id)));
            });
        }
        for (TopicImage topic : seen.topics().byId().values()) {
            boolean gone = step.after().topics().topic(topic.id()) == null;
            assertEquals(gone, step.removedTopics().contains(topic.id()));
        }
    }

    private static WireMessage partition(int id) {
        return PartitionRecord.builder().topicId(ORDERS).partitionId(id).build();
    }

    private void load(WireMessage... records) {
        List<MetadataRecord> batch = new ArrayList<>();
        for (WireMessage record : records) {
            batch.add(MetadataRecord.of(record));
        }
        loader.records(loader.nextOffset(), 1, 0, batch);
    }
}
