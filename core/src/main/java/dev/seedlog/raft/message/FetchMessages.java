package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.raft.FetchedBatches;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.OffsetAndEpoch;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchRequest;
import dev.seedlog.wire.message.FetchResponse;
import java.util.List;
import java.util.Optional;

/**
 * Fetch (1), as the quorum uses it: version 12 added epochs and the leader, 13 the topic's id in place of its name, 15
 * moved the replica's id, 17 added its directory and the leader's endpoint (KIP-853), 18 the high watermark (KIP-1166).
 */
public final class FetchMessages {

    private static final short LOWEST_VERSION = 12;
    private static final short TOPIC_ID_VERSION = 13;
    private static final short REPLICA_STATE_VERSION = 15;
    private static final short ENDPOINTS_VERSION = 17;

    /** Fetch alone carries a port in 32 bits. */
    private static final int HIGHEST_PORT = 65_535;

    private FetchMessages() {
    }

    /** The request to send, in a version from 12 on. */
    public static FetchRequest request(RaftRequest.Fetch fetch, short version) {
        FetchRequest.FetchPartition partition = FetchRequest.FetchPartition.builder()
                .partition(MetadataPartition.INDEX).currentLeaderEpoch(fetch.currentLeaderEpoch())
                .fetchOffset(fetch.fetchOffset()).lastFetchedEpoch(fetch.lastFetchedEpoch())
                .replicaDirectoryId(fetch.replica().directoryId()).highWatermark(fetch.highWatermark()).build();
        FetchRequest.FetchTopic topic = FetchRequest.FetchTopic.builder().topic(MetadataPartition.TOPIC)
                .topicId(Uuid.METADATA_TOPIC_ID).partitions(List.of(partition)).build();
        FetchRequest.Builder request = FetchRequest.builder().clusterId(fetch.clusterId())
                .maxWaitMs(fetch.maxWaitMs()).maxBytes(fetch.maxBytes()).topics(List.of(topic));
        return (version < REPLICA_STATE_VERSION ? request.replicaId(fetch.replica().id())
                : request.replicaState(FetchRequest.ReplicaState.builder().replicaId(fetch.replica().id()).build()))
                .build();
    }

    /** The request that was received; nothing if it is not about the metadata log, or too old to say epochs. */
    public static Optional<RaftRequest.Fetch> received(FetchRequest request, short version) {
        FetchRequest.FetchTopic topic = MetadataPartition.only(request.topics());
        if (version < LOWEST_VERSION || topic == null || !isMetadata(topic.topic(), topic.topicId(), version)) {
            return Optional.empty();
        }
        FetchRequest.FetchPartition partition = MetadataPartition.only(topic.partitions());
        if (partition == null || partition.partition() != MetadataPartition.INDEX) {
            return Optional.empty();
        }
        int replicaId = version < REPLICA_STATE_VERSION ? request.replicaId() : request.replicaState().replicaId();
        return Optional.of(new RaftRequest.Fetch(request.clusterId(),
                MetadataPartition.key(replicaId, partition.replicaDirectoryId()), partition.currentLeaderEpoch(),
                partition.fetchOffset(), partition.lastFetchedEpoch(), partition.highWatermark(), request.maxBytes(),
                request.maxWaitMs()));
    }

    /**
     * The response to send.
     *
     * @param records the batches that the driver read; {@link Payload#EMPTY} for none
     * @param listener the name of the listener that the request came in by
     */
    public static FetchResponse response(RaftResponse.Fetch fetch, Payload records, String listener, short version) {
        FetchResponse.PartitionData.Builder partition = FetchResponse.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).errorCode(fetch.error().code())
                .highWatermark(fetch.highWatermark()).logStartOffset(fetch.logStartOffset()).records(records)
                .currentLeader(FetchResponse.LeaderIdAndEpoch.builder().leaderId(fetch.leader().leaderId())
                        .leaderEpoch(fetch.leader().epoch()).build());
        if (fetch.divergingEpoch().isPresent()) {
            partition.divergingEpoch(FetchResponse.EpochEndOffset.builder().epoch(fetch.divergingEpoch().epoch())
                    .endOffset(fetch.divergingEpoch().offset()).build());
        }
        if (fetch.snapshotId().isPresent()) {
            partition.snapshotId(FetchResponse.SnapshotId.builder().endOffset(fetch.snapshotId().endOffset())
                    .epoch(fetch.snapshotId().epoch()).build());
        }
        List<FetchResponse.NodeEndpoint> endpoints = version < ENDPOINTS_VERSION ? List.of()
                : MetadataPartition.addresses(fetch.leader(), listener).stream().map(address ->
                        FetchResponse.NodeEndpoint.builder().nodeId(address.nodeId()).host(address.at().host())
                                .port(address.at().port()).build()).toList();
        return FetchResponse.builder().responses(List.of(FetchResponse.FetchableTopicResponse.builder()
                .topic(MetadataPartition.TOPIC).topicId(Uuid.METADATA_TOPIC_ID)
                .partitions(List.of(partition.build())).build())).nodeEndpoints(endpoints).build();
    }

    /** A response that refuses the whole request. */
    public static FetchResponse refusal(ErrorCode error) {
        return FetchResponse.builder().errorCode(error.code()).build();
    }

    /**
     * The response that was received; nothing if it does not answer what was asked.
     *
     * @throws dev.seedlog.record.BadBatchException if its batches are not what a leader sends
     */
    public static Optional<RaftResponse> received(FetchResponse response, String listener, short version,
                                                  FetchedBatchReader batches) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return Optional.of(new RaftResponse.Refused(ErrorCode.forCode(response.errorCode())));
        }
        FetchResponse.FetchableTopicResponse topic = MetadataPartition.only(response.responses());
        FetchResponse.PartitionData partition = topic == null || !isMetadata(topic.topic(), topic.topicId(), version)
                ? null : MetadataPartition.only(topic.partitions());
        if (partition == null || partition.partitionIndex() != MetadataPartition.INDEX) {
            return Optional.empty();
        }
        LeaderInfo leader = MetadataPartition.leader(partition.currentLeader().leaderEpoch(),
                partition.currentLeader().leaderId(), response.nodeEndpoints().stream()
                        .filter(endpoint -> endpoint.port() >= 0 && endpoint.port() <= HIGHEST_PORT).map(endpoint ->
                        new MetadataPartition.Address(endpoint.nodeId(),
                                new HostPort(endpoint.host(), endpoint.port()))).toList(), listener);
        FetchedBatches records = partition.records() == null ? FetchedBatches.NONE : batches.read(partition.records());
        return Optional.of(new RaftResponse.Fetch(ErrorCode.forCode(partition.errorCode()), leader,
                partition.highWatermark(), partition.logStartOffset(),
                new OffsetAndEpoch(partition.divergingEpoch().endOffset(), partition.divergingEpoch().epoch()),
                new SnapshotId(partition.snapshotId().endOffset(), partition.snapshotId().epoch()), records));
    }

    private static boolean isMetadata(String name, Uuid id, short version) {
        return version < TOPIC_ID_VERSION ? name.equals(MetadataPartition.TOPIC) : id.equals(Uuid.METADATA_TOPIC_ID);
    }
}
