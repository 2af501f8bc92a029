package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse.DirectoryData;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse.PartitionData;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse.TopicData;
import java.util.ArrayList;
import java.util.List;

/** AssignReplicasToDirs, version 0 (KIP-858): a broker says in which of its directories it has its replicas. */
final class DirectoryAssigner {

    private final MetadataImage image;
    private final LeadershipChanges changes;
    private final List<MetadataRecord> records = new ArrayList<>();

    DirectoryAssigner(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.changes = new LeadershipChanges(image, schema);
    }

    Decision<MetadataRecord, AssignReplicasToDirsResponse> decide(AssignReplicasToDirsRequest request) {
        if (!image.metadataVersion().hasDirectories()) {
            throw new RefusedException(ErrorCode.UNSUPPORTED_VERSION,
                    "The cluster's metadata.version has no directories.");
        }
        BrokerEpochs.require(image.cluster(), request.brokerId(), request.brokerEpoch());
        List<DirectoryData> directories = new ArrayList<>();
        for (AssignReplicasToDirsRequest.DirectoryData directory : request.directories()) {
            List<TopicData> topics = new ArrayList<>();
            for (AssignReplicasToDirsRequest.TopicData topic : directory.topics()) {
                List<PartitionData> partitions = new ArrayList<>();
                for (AssignReplicasToDirsRequest.PartitionData partition : topic.partitions()) {
                    ErrorCode error = assign(request.brokerId(), directory.id(), topic.topicId(),
                            partition.partitionIndex());
                    partitions.add(PartitionData.builder().partitionIndex(partition.partitionIndex())
                            .errorCode(error.code()).build());
                }
                topics.add(TopicData.builder().topicId(topic.topicId()).partitions(partitions).build());
            }
            directories.add(DirectoryData.builder().id(directory.id()).topics(topics).build());
        }
        return Decision.splittable(records, AssignReplicasToDirsResponse.builder().directories(directories).build());
    }

    private ErrorCode assign(int broker, Uuid directory, Uuid topicId, int partitionId) {
        TopicImage topic = image.topics().topic(topicId);
        if (topic == null) {
            return ErrorCode.UNKNOWN_TOPIC_ID;
        }
        PartitionImage partition = topic.partition(partitionId);
        if (partition == null) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (!partition.replicas().containsInt(broker)) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        MetadataRecord record = changes.inDirectory(topic, partitionId, broker, directory);
        if (record != null) {
            records.add(record);
        }
        return ErrorCode.NONE;
    }
}
