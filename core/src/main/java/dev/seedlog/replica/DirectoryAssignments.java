package dev.seedlog.replica;

import dev.seedlog.base.Nanos;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.machine.Reply;
import dev.seedlog.metadata.TopicPartitionId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.DirectoryData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.PartitionData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.TopicData;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the controller in which directories replicas are, where it has noted something else (KIP-858): a replica whose
 * directory is not known, or is gone, could not lead. It is told again until there is an answer; what the metadata says
 * then is what counts.
 */
public final class DirectoryAssignments extends ReplicaReports<Uuid, AssignReplicasToDirsResponse>
        implements DirectoryReports {

    private static final long RETRY_NANOS = Nanos.ofMillis(100);

    private final int brokerId;
    private final LongSupplier brokerEpoch;
    private final ReplicaRequests controller;

    /**
     * Nothing is to be told yet.
     *
     * @param brokerEpoch the epoch of this incarnation
     */
    public DirectoryAssignments(ShardEnv env, int brokerId, LongSupplier brokerEpoch, ReplicaRequests controller) {
        super(env.timers(), "directory assignment", RETRY_NANOS);
        this.brokerId = brokerId;
        this.brokerEpoch = brokerEpoch;
        this.controller = controller;
    }

    @Override
    public void assign(TopicPartitionId partition, Uuid directory) {
        if (!isUnderWay(partition, directory)) {
            report(partition, directory);
        }
    }

    @Override
    void send(Map<TopicPartitionId, Uuid> assignments, Reply<AssignReplicasToDirsResponse> reply) {
        Map<Uuid, Map<Uuid, List<PartitionData>>> byDirectory = new LinkedHashMap<>();
        assignments.forEach((partition, directory) -> byDirectory
                .computeIfAbsent(directory, id -> new LinkedHashMap<>())
                .computeIfAbsent(partition.topicId(), id -> new ArrayList<>())
                .add(PartitionData.builder().partitionIndex(partition.partitionId()).build()));
        List<DirectoryData> directories = new ArrayList<>();
        byDirectory.forEach((id, byTopic) -> {
            List<TopicData> topics = new ArrayList<>();
            byTopic.forEach((topic, partitions) ->
                    topics.add(TopicData.builder().topicId(topic).partitions(partitions).build()));
            directories.add(DirectoryData.builder().id(id).topics(topics).build());
        });
        controller.assignDirectories(AssignReplicasToDirsRequest.builder().brokerId(brokerId)
                .brokerEpoch(brokerEpoch.getAsLong()).directories(directories).build(), reply);
    }

    /** A controller that knows no directories of replicas needs none. */
    @Override
    ErrorCode errorOf(AssignReplicasToDirsResponse answer) {
        ErrorCode error = ErrorCode.forCode(answer.errorCode());
        return error == ErrorCode.UNSUPPORTED_VERSION ? ErrorCode.NONE : error;
    }

    @Override
    void take(Map<TopicPartitionId, Uuid> told, AssignReplicasToDirsResponse answer) {
        // Where a replica is by the metadata is what counts from now on.
    }
}
