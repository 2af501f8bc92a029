package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsResponse;

/**
 * What brokers ask the controller for their partitions: AlterPartition 2 and 3 (KIP-497), AssignReplicasToDirs 0
 * (KIP-858), AllocateProducerIds 0 (KIP-730).
 */
public final class PartitionCalls {

    /** Changes the ISR of partitions, as their leader proposes. */
    public static final ControllerCall<AlterPartitionRequest, AlterPartitionResponse> ALTER_PARTITION =
            new SimpleCall<>(Api.ALTER_PARTITION, AlterPartitionRequest::read, AlterPartitionResponse::read,
                    Controller::alterPartition,
                    refusal -> AlterPartitionResponse.builder().errorCode(refusal.error().code()).build(),
                    AlterPartitionResponse::errorCode);
    /** Says in which directories a broker has its replicas. */
    public static final ControllerCall<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse> ASSIGN_DIRECTORIES =
            new SimpleCall<>(Api.ASSIGN_REPLICAS_TO_DIRS, AssignReplicasToDirsRequest::read,
                    AssignReplicasToDirsResponse::read, Controller::assignReplicasToDirs,
                    refusal -> AssignReplicasToDirsResponse.builder().errorCode(refusal.error().code()).build(),
                    AssignReplicasToDirsResponse::errorCode);
    /** Gives out a block of producer ids. */
    public static final ControllerCall<AllocateProducerIdsRequest, AllocateProducerIdsResponse>
            ALLOCATE_PRODUCER_IDS = new SimpleCall<>(Api.ALLOCATE_PRODUCER_IDS, AllocateProducerIdsRequest::read,
                    AllocateProducerIdsResponse::read, Controller::allocateProducerIds,
                    refusal -> AllocateProducerIdsResponse.builder().errorCode(refusal.error().code()).build(),
                    AllocateProducerIdsResponse::errorCode);

    private PartitionCalls() {
    }
}
