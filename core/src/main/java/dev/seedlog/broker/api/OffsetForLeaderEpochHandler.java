package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.Exchange;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.log.EpochEnd;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.OffsetForLeaderEpochRequest;
import dev.seedlog.wire.message.OffsetForLeaderEpochResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetForLeaderEpoch, versions 2 to 4 (KIP-101, KIP-320): where an epoch ends here, so that who has records of it can
 * find out where its log and this one part.
 */
public final class OffsetForLeaderEpochHandler {

    private final PartitionLookup lookup;

    /** A handler. */
    public OffsetForLeaderEpochHandler(PartitionLookup lookup) {
        this.lookup = lookup;
    }

    /** Serves the API. */
    public void register(ServedApis apis) {
        apis.serve(Api.OFFSET_FOR_LEADER_EPOCH, OffsetForLeaderEpochRequest::read, this::handle);
    }

    private void handle(Exchange exchange, OffsetForLeaderEpochRequest request) {
        List<OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult> topics = new ArrayList<>();
        for (OffsetForLeaderEpochRequest.OffsetForLeaderTopic topic : request.topics()) {
            List<OffsetForLeaderEpochResponse.EpochEndOffset> partitions = new ArrayList<>();
            for (OffsetForLeaderEpochRequest.OffsetForLeaderPartition partition : topic.partitions()) {
                partitions.add(find(topic.topic(), partition));
            }
            topics.add(OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.builder().topic(topic.topic())
                    .partitions(partitions).build());
        }
        exchange.respond(OffsetForLeaderEpochResponse.builder().topics(topics).build());
    }

    private OffsetForLeaderEpochResponse.EpochEndOffset find(
            String topic, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked) {
        Replica replica = lookup.find(Uuid.ZERO, topic, asked.partition());
        ErrorCode error = lookup.errorOf(replica, Uuid.ZERO, topic, asked.partition());
        if (error == ErrorCode.NONE) {
            error = PartitionLookup.checkEpoch(asked.currentLeaderEpoch(), replica.leader().leaderEpoch());
        }
        EpochEnd end = error != ErrorCode.NONE ? EpochEnd.UNKNOWN
                : replica.leader().log().endOffsetFor(asked.leaderEpoch());
        return OffsetForLeaderEpochResponse.EpochEndOffset.builder().partition(asked.partition())
                .errorCode(error.code()).leaderEpoch(end.epoch()).endOffset(end.endOffset()).build();
    }
}
