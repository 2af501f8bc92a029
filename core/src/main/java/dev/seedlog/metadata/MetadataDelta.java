package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.BrokerRegistrationChangeRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FenceBrokerRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.RegisterBrokerRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import dev.seedlog.wire.metadata.UnfenceBrokerRecord;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The step from one image to a later one, and which topics, partitions, configurations and brokers it touched: what a
 * node has to look at again. Everything touched is in the sets; not everything in them need differ.
 */
public final class MetadataDelta {

    private final RecordApplier applier;
    private final MetadataImage before;
    private MetadataImage after;
    private final SortedSet<TopicPartitionId> partitions = new TreeSet<>();
    private final SortedSet<Uuid> removedTopics = new TreeSet<>();
    private final SortedSet<ConfigResource> configs = new TreeSet<>();
    private final SortedSet<Integer> brokers = new TreeSet<>();

    /** No step yet. */
    public MetadataDelta(MetadataImage before, RecordApplier applier) {
        this.applier = applier;
        this.before = before;
        this.after = before;
    }

    /** The step between two images that are known as a whole, as after a snapshot was loaded. */
    static MetadataDelta between(MetadataImage before, MetadataImage after, RecordApplier applier) {
        MetadataDelta delta = new MetadataDelta(before, applier);
        delta.after = after;
        delta.compareTopics();
        delta.compare(before.configs().byResource(), after.configs().byResource(), delta.configs);
        delta.compare(before.cluster().brokers(), after.cluster().brokers(), delta.brokers);
        return delta;
    }

    /**
     * Takes a record into the step.
     *
     * @throws MetadataReplayException if it contradicts what came before it
     * @throws UnsupportedFeatureException if it finalizes a metadata version that this node does not have
     */
    public void apply(MetadataRecord record, long offset) {
        MetadataImage last = after;
        after = applier.apply(after, record, offset);
        if (record.value() instanceof PartitionRecord partition) {
            partitions.add(new TopicPartitionId(partition.topicId(), partition.partitionId()));
        } else if (record.value() instanceof PartitionChangeRecord change) {
            partitions.add(new TopicPartitionId(change.topicId(), change.partitionId()));
        } else if (record.value() instanceof TopicRecord created) {
            removedTopics.remove(created.topicId());
        } else if (record.value() instanceof RemoveTopicRecord removed) {
            remove(last.topics().topic(removed.topicId()));
        } else if (record.value() instanceof ConfigRecord config) {
            configs.add(new ConfigResource(config.resourceType(), config.resourceName()));
        } else if (last.cluster() != after.cluster()) {
            touchBroker(record);
        } else if (last.topics() != after.topics()) {
            // Only the record that clears eligible leader replicas is left: it may touch any partition.
            compareTopics();
        }
    }

    private void touchBroker(MetadataRecord record) {
        if (record.value() instanceof RegisterBrokerRecord registration) {
            brokers.add(registration.brokerId());
        } else if (record.value() instanceof UnregisterBrokerRecord gone) {
            brokers.add(gone.brokerId());
        } else if (record.value() instanceof FenceBrokerRecord fence) {
            brokers.add(fence.id());
        } else if (record.value() instanceof UnfenceBrokerRecord unfence) {
            brokers.add(unfence.id());
        } else if (record.value() instanceof BrokerRegistrationChangeRecord change) {
            brokers.add(change.brokerId());
        }
    }

    private void remove(TopicImage topic) {
        if (before.topics().topic(topic.id()) != null) {
            removedTopics.add(topic.id());
        }
        for (int partition : topic.partitions().keys()) {
            partitions.remove(new TopicPartitionId(topic.id(), partition));
        }
        configs.add(ConfigResource.topic(topic.name()));
    }

    private void compareTopics() {
        for (TopicImage topic : before.topics().byId().values()) {
            if (after.topics().topic(topic.id()) == null) {
                removedTopics.add(topic.id());
            }
        }
        for (TopicImage topic : after.topics().byId().values()) {
            TopicImage last = before.topics().topic(topic.id());
            if (last == topic) {
                continue;
            }
            for (Map.Entry<Integer, PartitionImage> partition : topic.partitions()) {
                if (last == null || !partition.getValue().equals(last.partition(partition.getKey()))) {
                    partitions.add(new TopicPartitionId(topic.id(), partition.getKey()));
                }
            }
        }
    }

    private <K extends Comparable<? super K>, V> void compare(PersistentMap<K, V> first, PersistentMap<K, V> second,
                                                             SortedSet<K> different) {
        for (K key : first.keys()) {
            if (!Objects.equals(first.get(key), second.get(key))) {
                different.add(key);
            }
        }
        for (K key : second.keys()) {
            if (!first.containsKey(key)) {
                different.add(key);
            }
        }
    }

    /** The image that the step began with. */
    public MetadataImage before() {
        return before;
    }

    /** The image that the step leads to. */
    public MetadataImage after() {
        return after;
    }

    /** Partitions that were created or changed, of topics that still exist. */
    public SortedSet<TopicPartitionId> partitions() {
        return Collections.unmodifiableSortedSet(partitions);
    }

    /** Topics of the image before that no longer exist. */
    public SortedSet<Uuid> removedTopics() {
        return Collections.unmodifiableSortedSet(removedTopics);
    }

    /** Resources whose configuration was set or deleted. */
    public SortedSet<ConfigResource> configs() {
        return Collections.unmodifiableSortedSet(configs);
    }

    /** Brokers that registered, changed or are gone. */
    public SortedSet<Integer> brokers() {
        return Collections.unmodifiableSortedSet(brokers);
    }
}
