package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.log.ProducerEntry;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeProducersRequest;
import dev.seedlog.wire.message.DescribeProducersResponse;
import java.util.ArrayList;
import java.util.List;

/** DescribeProducers, version 0 (KIP-664): the idempotent producers that a partition remembers. */
public final class DescribeProducersHandler {

    private final PartitionLookup lookup;

    /** A handler. */
    public DescribeProducersHandler(PartitionLookup lookup) {
        this.lookup = lookup;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.DESCRIBE_PRODUCERS, DescribeProducersRequest::read, this::handle);
    }

    private void handle(Exchange exchange, DescribeProducersRequest request) {
        List<DescribeProducersResponse.TopicResponse> topics = new ArrayList<>();
        for (DescribeProducersRequest.TopicRequest topic : request.topics()) {
            List<DescribeProducersResponse.PartitionResponse> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitionIndexes().size(); i++) {
                partitions.add(describe(topic.name(), topic.partitionIndexes().getInt(i)));
            }
            topics.add(DescribeProducersResponse.TopicResponse.builder().name(topic.name()).partitions(partitions)
                    .build());
        }
        exchange.respond(DescribeProducersResponse.builder().topics(topics).build());
    }

    private DescribeProducersResponse.PartitionResponse describe(String topic, int partition) {
        Replica replica = lookup.find(Uuid.ZERO, topic, partition);
        ErrorCode error = lookup.errorOf(replica, Uuid.ZERO, topic, partition);
        List<DescribeProducersResponse.ProducerState> producers = new ArrayList<>();
        if (error == ErrorCode.NONE) {
            for (ProducerEntry entry : replica.log().producers().entries()) {
                producers.add(DescribeProducersResponse.ProducerState.builder().producerId(entry.producerId())
                        .producerEpoch(entry.epoch()).lastSequence(entry.lastSequence())
                        .lastTimestamp(entry.lastTimestampMs()).coordinatorEpoch(entry.coordinatorEpoch())
                        .currentTxnStartOffset(entry.transactionFirstOffset()).build());
            }
        }
        return DescribeProducersResponse.PartitionResponse.builder().partitionIndex(partition)
                .errorCode(error.code()).activeProducers(producers).build();
    }
}
