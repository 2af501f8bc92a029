package dev.seedlog.replica;

import dev.seedlog.record.CompressionLevels;
import dev.seedlog.record.ValidationRules;

/**
 * What a partition has to know of its topic's configuration beside what its log does.
 *
 * @param rules what producers' batches have to be like
 * @param compressionLevels how strongly batches are compressed that the topic wants compressed anew
 * @param minInsyncReplicas min.insync.replicas
 * @param forcedAcks whether an acknowledgement implies a force (seedlog.fsync.acks)
 */
public record TopicSettings(ValidationRules rules, CompressionLevels compressionLevels, int minInsyncReplicas,
                            boolean forcedAcks) {
}
