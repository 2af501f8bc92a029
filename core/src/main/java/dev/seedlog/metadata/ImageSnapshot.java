package dev.seedlog.metadata;

import dev.seedlog.wire.metadata.ClientQuotaRecord;
import dev.seedlog.wire.metadata.ConfigRecord;
import dev.seedlog.wire.metadata.FeatureLevelRecord;
import dev.seedlog.wire.metadata.ProducerIdsRecord;
import dev.seedlog.wire.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image as the shortest list of records that makes it again, in the order that Kafka's snapshots have: features (the
 * metadata version first, since it says how to read the rest), nodes, topics, configurations, quotas, producer ids,
 * access control entries, credentials, tokens.
 */
public final class ImageSnapshot {

    private ImageSnapshot() {
    }

    /** The records of an image. */
    public static List<MetadataRecord> records(MetadataImage image) {
        List<MetadataRecord> out = new ArrayList<>();
        MetadataVersion version = image.metadataVersion();
        features(image.features(), out);
        for (BrokerImage broker : image.cluster().brokers().values()) {
            out.add(broker.toRecord(version));
        }
        for (ControllerImage controller : image.cluster().controllers().values()) {
            out.add(MetadataRecord.of(controller.registration()));
        }
        for (TopicImage topic : image.topics().byId().values()) {
            out.add(MetadataRecord.of(TopicRecord.builder().name(topic.name()).topicId(topic.id()).build()));
            topic.partitions().forEach((id, partition) -> out.add(partition.toRecord(topic.id(), id, version)));
        }
        image.configs().byResource().forEach((resource, configs) -> configs(resource, configs, out));
        image.security().quotas().forEach((entity, quotas) -> quotas(entity, quotas, out));
        if (image.nextProducerId() >= 0) {
            out.add(MetadataRecord.of(ProducerIdsRecord.builder().brokerId(-1).brokerEpoch(-1)
                    .nextProducerId(image.nextProducerId()).build()));
        }
        image.security().acls().values().forEach(entry -> out.add(MetadataRecord.of(entry)));
        image.security().scram().values().forEach(credential -> out.add(MetadataRecord.of(credential)));
        image.security().tokens().values().forEach(token -> out.add(MetadataRecord.of(token)));
        return out;
    }

    /**
     * The image of a snapshot's records.
     *
     * @throws MetadataReplayException if they contradict each other
     * @throws UnsupportedFeatureException if they finalize features that are not supported
     */
    public static MetadataImage image(Iterable<MetadataRecord> records, SupportedFeatures supported) {
        MetadataImage image = read(records, new RecordApplier(supported), 0);
        supported.check(image.features());
        return image;
    }

    static MetadataImage read(Iterable<MetadataRecord> records, RecordApplier applier, long offset) {
        MetadataImage image = MetadataImage.EMPTY;
        for (MetadataRecord record : records) {
            image = applier.apply(image, record, offset);
        }
        return image;
    }

    private static void features(FeaturesImage features, List<MetadataRecord> out) {
        if (features.metadataVersion() != null) {
            out.add(feature(MetadataVersion.FEATURE, features.metadataVersion().level()));
        }
        for (Map.Entry<String, Short> feature : features.finalized()) {
            if (!feature.getKey().equals(MetadataVersion.FEATURE)) {
                out.add(feature(feature.getKey(), feature.getValue()));
            }
        }
    }

    /** The record that sets a feature to a level; 0 takes it away. */
    public static MetadataRecord feature(String name, short level) {
        return MetadataRecord.of(FeatureLevelRecord.builder().name(name).featureLevel(level).build());
    }

    private static void configs(ConfigResource resource, PersistentMap<String, String> configs,
                                List<MetadataRecord> out) {
        configs.forEach((key, value) -> out.add(MetadataRecord.of(ConfigRecord.builder()
                .resourceType(resource.type()).resourceName(resource.name()).name(key).value(value).build())));
    }

    private static void quotas(QuotaEntity entity, PersistentMap<String, Double> quotas, List<MetadataRecord> out) {
        quotas.forEach((key, value) -> out.add(MetadataRecord.of(ClientQuotaRecord.builder()
                .entity(entity.parts()).key(key).value(value).remove(false).build())));
    }
}
