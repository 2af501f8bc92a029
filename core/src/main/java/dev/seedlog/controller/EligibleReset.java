package dev.seedlog.controller;

import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.ClearElrRecord;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.Map;

/**
 * Forgets who was eligible to lead under another minimum of the ISR (KIP-966): a leader that may now commit alone goes
 * on without them. Where nobody leads, nothing has been committed since they became eligible, so they stay: without
 * them nobody could lead but by an unclean election. Kafka forgets them there, too.
 */
final class EligibleReset {

    private final MetadataImage image;
    private final RecordList records = new RecordList();

    EligibleReset(MetadataImage image) {
        this.image = image;
    }

    /** A topic's minimum is another one from now on; null for the cluster's, which any topic may follow. */
    void minimumChanged(String topic) {
        boolean enabled = image.features().eligibleLeaderReplicasEnabled();
        if (mustKeepSome(topic)) {
            for (TopicImage each : image.topics().byId().values()) {
                if (topic == null || each.name().equals(topic)) {
                    forget(each);
                }
            }
        } else if (enabled || anyEligible(topic)) {
            records.add(ClearElrRecord.builder().topicName(topic == null ? "" : topic).build());
        }
    }

    RecordList records() {
        return records;
    }

    private boolean mustKeepSome(String topic) {
        return any(topic, true);
    }

    /** They may be left from when the feature was enabled. */
    private boolean anyEligible(String topic) {
        return any(topic, false);
    }

    private boolean any(String topic, boolean leaderless) {
        for (TopicImage each : image.topics().byId().values()) {
            if (topic == null || each.name().equals(topic)) {
                for (Map.Entry<Integer, PartitionImage> partition : each.partitions()) {
                    if (hasEligible(partition.getValue()) && (!leaderless || isKept(partition.getValue()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void forget(TopicImage topic) {
        for (Map.Entry<Integer, PartitionImage> partition : topic.partitions()) {
            if (hasEligible(partition.getValue()) && !isKept(partition.getValue())) {
                records.add(MetadataRecord.of(PartitionChangeRecord.builder().topicId(topic.id())
                        .partitionId(partition.getKey()).eligibleLeaderReplicas(IntList.empty())
                        .lastKnownElr(IntList.empty()).build(), image.metadataVersion().partitionRecordVersion()));
            }
        }
    }

    private static boolean hasEligible(PartitionImage partition) {
        return !partition.elr().isEmpty() || !partition.lastKnownElr().isEmpty();
    }

    private static boolean isKept(PartitionImage partition) {
        return partition.isr().isEmpty();
    }
}
