package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.metadata.ClearElrRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import dev.seedlog.wire.metadata.ProducerIdsRecord;
import dev.seedlog.wire.metadata.RemoveTopicRecord;
import dev.seedlog.wire.metadata.TopicRecord;

/**
 * What each record does to an image: a pure function, the same in the controller and in every broker. A record that
 * contradicts the image is refused with its type and offset, and nothing is changed.
 *
 * <p>The records that bracket a transaction (KIP-868) change nothing by themselves; {@link ImageLoader} and the
 * controller heed them.
 */
public final class RecordApplier {

    private final SupportedFeatures supported;

    /** For a node that has these features. */
    public RecordApplier(SupportedFeatures supported) {
        this.supported = supported;
    }

    /**
     * The image after a record.
     *
     * @param offset where the record is in the log
     * @throws MetadataReplayException if the record contradicts the image
     * @throws UnsupportedFeatureException if it finalizes a metadata version that this node does not have, so that what
     *     follows could not be understood
     */
    public MetadataImage apply(MetadataImage image, MetadataRecord record, long offset) {
        try {
            return switch (record.type()) {
                case FEATURE_LEVEL ->
                        image.with(features(image.features(), (FeatureLevelRecord) record.value(), offset));
                case REGISTER_BROKER, UNREGISTER_BROKER, FENCE_BROKER, UNFENCE_BROKER, BROKER_REGISTRATION_CHANGE,
                        REGISTER_CONTROLLER -> image.with(ClusterRecords.apply(image.cluster(), record));
                case TOPIC -> image.with(topic(image.topics(), (TopicRecord) record.value()));
                case PARTITION -> image.with(partition(image.topics(), (PartitionRecord) record.value()));
                case PARTITION_CHANGE -> image.with(change(image.topics(), (PartitionChangeRecord) record.value()));
                case REMOVE_TOPIC -> removeTopic(image, (RemoveTopicRecord) record.value());
                case CLEAR_ELR -> image.with(clearElr(image.topics(), (ClearElrRecord) record.value()));
                case CONFIG -> image.with(config(image.configs(), (ConfigRecord) record.value()));
                case PRODUCER_IDS -> producerIds(image, (ProducerIdsRecord) record.value());
                case CLIENT_QUOTA, ACCESS_CONTROL_ENTRY, REMOVE_ACCESS_CONTROL_ENTRY, USER_SCRAM_CREDENTIAL,
                        REMOVE_USER_SCRAM_CREDENTIAL, DELEGATION_TOKEN, REMOVE_DELEGATION_TOKEN ->
                        image.with(SecurityRecords.apply(image.security(), record));
                // The state of a migration from ZooKeeper means nothing since Kafka 4.0.
                case NO_OP, ZK_MIGRATION_STATE, BEGIN_TRANSACTION, END_TRANSACTION, ABORT_TRANSACTION -> image;
            };
        } catch (IllegalArgumentException e) {
            throw new MetadataReplayException(offset, record.type().recordName(), e.getMessage(), e);
        }
    }

    private FeaturesImage features(FeaturesImage features, FeatureLevelRecord record, long offset) {
        if (record.name().equals(MetadataVersion.FEATURE)) {
            try {
                supported.check(record.name(), record.featureLevel());
            } catch (UnsupportedFeatureException e) {
                throw new UnsupportedFeatureException("offset " + offset + " of the metadata log: " + e.getMessage());
            }
        }
        return features.withLevel(record.name(), record.featureLevel());
    }

    private static TopicsImage topic(TopicsImage topics, TopicRecord record) {
        TopicImage before = topics.topic(record.name());
        if (before != null) {
            throw new IllegalArgumentException("topic " + record.name() + " exists with id " + before.id()
                    + ", the record has " + record.topicId());
        }
        if (topics.topic(record.topicId()) != null) {
            throw new IllegalArgumentException("id " + record.topicId() + " is taken by topic "
                    + topics.topic(record.topicId()).name());
        }
        return topics.with(new TopicImage(record.name(), record.topicId(), PersistentMap.empty()));
    }

    private static TopicsImage partition(TopicsImage topics, PartitionRecord record) {
        TopicImage topic = existing(topics, record.topicId());
        return topics.with(topic.with(record.partitionId(), PartitionImage.of(record)));
    }

    private static TopicsImage change(TopicsImage topics, PartitionChangeRecord record) {
        TopicImage topic = existing(topics, record.topicId());
        PartitionImage partition = topic.partition(record.partitionId());
        if (partition == null) {
            throw new IllegalArgumentException("topic " + topic.name() + " has no partition " + record.partitionId());
        }
        return topics.with(topic.with(record.partitionId(), partition.changedBy(record)));
    }

    private static MetadataImage removeTopic(MetadataImage image, RemoveTopicRecord record) {
        TopicImage topic = existing(image.topics(), record.topicId());
        return image.with(image.topics().without(topic))
                .with(image.configs().without(ConfigResource.topic(topic.name())));
    }

    private static TopicsImage clearElr(TopicsImage topics, ClearElrRecord record) {
        if (!record.topicName().isEmpty()) {
            TopicImage topic = topics.topic(record.topicName());
            if (topic == null) {
                throw new IllegalArgumentException("there is no topic " + record.topicName());
            }
            return topics.with(topic.withoutElr());
        }
        TopicsImage cleared = topics;
        for (TopicImage topic : topics.byId().values()) {
            TopicImage without = topic.withoutElr();
            cleared = without == topic ? cleared : cleared.with(without);
        }
        return cleared;
    }

    private static ConfigsImage config(ConfigsImage configs, ConfigRecord record) {
        return configs.with(new ConfigResource(record.resourceType(), record.resourceName()), record.name(),
                record.value());
    }

    private static MetadataImage producerIds(MetadataImage image, ProducerIdsRecord record) {
        if (record.nextProducerId() < image.nextProducerId()) {
            throw new IllegalArgumentException("next producer id " + record.nextProducerId() + " is lower than "
                    + image.nextProducerId());
        }
        return image.withNextProducerId(record.nextProducerId());
    }

    private static TopicImage existing(TopicsImage topics, Uuid id) {
        TopicImage topic = topics.topic(id);
        if (topic == null) {
            throw new IllegalArgumentException("there is no topic with id " + id);
        }
        return topic;
    }
}
