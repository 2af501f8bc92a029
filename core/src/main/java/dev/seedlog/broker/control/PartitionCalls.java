package dev.seedlog.broker.control;

import dev.seedlog.controller.Controller;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionResponse;

/** What brokers ask the controller for the partitions that they lead: AlterPartition, AllocateProducerIds (KIP-730). */
public final class PartitionCalls {

    /** Changes the ISR of partitions, as their leader proposes. */
    public static final ControllerCall<AlterPartitionRequest, AlterPartitionResponse> ALTER_PARTITION =
            new SimpleCall<>(Api.ALTER_PARTITION, AlterPartitionRequest::read, AlterPartitionResponse::read,
                    Controller::alterPartition,
                    refusal -> AlterPartitionResponse.builder().errorCode(refusal.error().code()).build(),
                    AlterPartitionResponse::errorCode);
    /** Gives out a block of producer ids. */
    public static final ControllerCall<AllocateProducerIdsRequest, AllocateProducerIdsResponse>
            ALLOCATE_PRODUCER_IDS = new SimpleCall<>(Api.ALLOCATE_PRODUCER_IDS, AllocateProducerIdsRequest::read,
                    AllocateProducerIdsResponse::read, Controller::allocateProducerIds,
                    refusal -> AllocateProducerIdsResponse.builder().errorCode(refusal.error().code()).build(),
                    AllocateProducerIdsResponse::errorCode);

    private PartitionCalls() {
    }
}
