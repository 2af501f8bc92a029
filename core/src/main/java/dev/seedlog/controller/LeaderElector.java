package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ElectLeadersRequest;
import dev.seedlog.wire.message.ElectLeadersRequest.TopicPartitions;
import dev.seedlog.wire.message.ElectLeadersResponse;
import dev.seedlog.wire.message.ElectLeadersResponse.PartitionResult;
import dev.seedlog.wire.message.ElectLeadersResponse.ReplicaElectionResult;
import java.util.ArrayList;
import java.util.List;

/** ElectLeaders, versions 0 to 2: preferred and unclean elections (KIP-460) of some partitions, or of all. */
final class LeaderElector {

    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final MetadataImage image;
    private final LeadershipChanges changes;
    private final RecordList records = new RecordList();

    LeaderElector(MetadataImage image, ConfigSchema schema) {
        this.image = image;
        this.changes = new LeadershipChanges(image, schema);
    }

    Decision<MetadataRecord, ElectLeadersResponse> decide(ElectLeadersRequest request) {
        byte type = request.electionType();
        if (type != PREFERRED && type != UNCLEAN) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, "Unknown election type " + type);
        }
        List<ReplicaElectionResult> results = new ArrayList<>();
        if (request.topicPartitions() == null) {
            for (TopicImage topic : image.topics().byId().values()) {
                List<PartitionResult> ofTopic = new ArrayList<>();
                for (int partition : topic.partitions().keys()) {
                    PartitionResult result = elect(topic.name(), partition, type);
                    if (result.errorCode() != ErrorCode.ELECTION_NOT_NEEDED.code()) {
                        ofTopic.add(result);
                    }
                }
                results.add(result(topic.name(), ofTopic));
            }
        } else {
            for (TopicPartitions asked : request.topicPartitions()) {
                List<PartitionResult> ofTopic = new ArrayList<>();
                for (int partition : asked.partitions()) {
                    ofTopic.add(elect(asked.topic(), partition, type));
                }
                results.add(result(asked.topic(), ofTopic));
            }
        }
        return Decision.splittable(records.list(),
                ElectLeadersResponse.builder().replicaElectionResults(results).build());
    }

    private PartitionResult elect(String name, int partitionId, byte type) {
        TopicImage topic = image.topics().topic(name);
        PartitionImage partition = topic == null ? null : topic.partition(partitionId);
        if (partition == null) {
            return result(partitionId, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no partition " + name + "-" + partitionId);
        }
        boolean satisfied = type == PREFERRED ? partition.leader() == partition.preferredLeader()
                : partition.hasLeader();
        if (satisfied) {
            return result(partitionId, ErrorCode.ELECTION_NOT_NEEDED, null);
        }
        MetadataRecord record = changes.changer(topic, partition, image.cluster()::isActive)
                .election(type == PREFERRED ? Election.PREFERRED : Election.UNCLEAN).change(topic.id(), partitionId);
        if (record == null) {
            return result(partitionId, type == PREFERRED ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE
                    : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, null);
        }
        records.add(record);
        return result(partitionId, ErrorCode.NONE, null);
    }

    private static ReplicaElectionResult result(String topic, List<PartitionResult> partitions) {
        return ReplicaElectionResult.builder().topic(topic).partitionResult(partitions).build();
    }

    private static PartitionResult result(int partition, ErrorCode error, String message) {
        return PartitionResult.builder().partitionId(partition).errorCode(error.code()).errorMessage(message).build();
    }
}
