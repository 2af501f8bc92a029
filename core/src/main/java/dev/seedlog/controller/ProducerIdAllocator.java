package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AllocateProducerIdsRequest;
import dev.seedlog.wire.message.AllocateProducerIdsResponse;
import dev.seedlog.wire.metadata.ProducerIdsRecord;
import java.util.List;

/** AllocateProducerIds, version 0: gives a broker a block of producer ids that nobody else ever gets. */
final class ProducerIdAllocator {

    /** Ids in a block. */
    static final int BLOCK_SIZE = 1_000;

    private ProducerIdAllocator() {
    }

    static Decision<MetadataRecord, AllocateProducerIdsResponse> decide(MetadataImage image,
                                                                        AllocateProducerIdsRequest request) {
        BrokerEpochs.require(image.cluster(), request.brokerId(), request.brokerEpoch());
        long first = Math.max(0, image.nextProducerId());
        if (first > Long.MAX_VALUE - BLOCK_SIZE) {
            throw new RefusedException(ErrorCode.UNKNOWN_SERVER_ERROR, "All producer ids are given out.");
        }
        ProducerIdsRecord record = ProducerIdsRecord.builder().brokerId(request.brokerId())
                .brokerEpoch(request.brokerEpoch()).nextProducerId(first + BLOCK_SIZE).build();
        return Decision.atomic(List.of(MetadataRecord.of(record)),
                AllocateProducerIdsResponse.builder().producerIdStart(first).producerIdLen(BLOCK_SIZE).build());
    }
}
