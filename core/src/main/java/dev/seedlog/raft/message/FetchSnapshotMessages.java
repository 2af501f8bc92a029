package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.SnapshotId;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.Payload;
import dev.seedlog.wire.message.FetchSnapshotRequest;
import dev.seedlog.wire.message.FetchSnapshotResponse;
import java.util.List;
import java.util.Optional;

/** FetchSnapshot (59): version 1 added the replica's directory and the leader's endpoint (KIP-853). */
public final class FetchSnapshotMessages {

    private static final short ENDPOINTS_VERSION = 1;

    private FetchSnapshotMessages() {
    }

    /** The request to send. */
    public static FetchSnapshotRequest request(RaftRequest.FetchSnapshot fetch) {
        FetchSnapshotRequest.PartitionSnapshot partition = FetchSnapshotRequest.PartitionSnapshot.builder()
                .partition(MetadataPartition.INDEX).currentLeaderEpoch(fetch.currentLeaderEpoch())
                .snapshotId(FetchSnapshotRequest.SnapshotId.builder().endOffset(fetch.snapshotId().endOffset())
                        .epoch(fetch.snapshotId().epoch()).build())
                .position(fetch.position()).replicaDirectoryId(fetch.replica().directoryId()).build();
        return FetchSnapshotRequest.builder().clusterId(fetch.clusterId()).replicaId(fetch.replica().id())
                .maxBytes(fetch.maxBytes()).topics(List.of(FetchSnapshotRequest.TopicSnapshot.builder()
                        .name(MetadataPartition.TOPIC).partitions(List.of(partition)).build())).build();
    }

    /** The request that was received; nothing if it is about something else than the metadata log. */
    public static Optional<RaftRequest.FetchSnapshot> received(FetchSnapshotRequest request) {
        FetchSnapshotRequest.PartitionSnapshot partition = MetadataPartition.in(request.topics(),
                FetchSnapshotRequest.TopicSnapshot::name, FetchSnapshotRequest.TopicSnapshot::partitions,
                FetchSnapshotRequest.PartitionSnapshot::partition);
        if (partition == null) {
            return Optional.empty();
        }
        return Optional.of(new RaftRequest.FetchSnapshot(request.clusterId(),
                MetadataPartition.key(request.replicaId(), partition.replicaDirectoryId()),
                partition.currentLeaderEpoch(),
                new SnapshotId(partition.snapshotId().endOffset(), partition.snapshotId().epoch()),
                partition.position(), request.maxBytes()));
    }

    /**
     * The response to send.
     *
     * @param bytes the part of the snapshot that the driver read; {@link Payload#EMPTY} for none
     * @param listener the name of the listener that the request came in by
     */
    public static FetchSnapshotResponse response(RaftResponse.FetchSnapshot fetch, Payload bytes, String listener,
                                                 short version) {
        FetchSnapshotResponse.PartitionSnapshot partition = FetchSnapshotResponse.PartitionSnapshot.builder()
                .index(MetadataPartition.INDEX).errorCode(fetch.error().code())
                .snapshotId(FetchSnapshotResponse.SnapshotId.builder().endOffset(fetch.snapshotId().endOffset())
                        .epoch(fetch.snapshotId().epoch()).build())
                .currentLeader(FetchSnapshotResponse.LeaderIdAndEpoch.builder().leaderId(fetch.leader().leaderId())
                        .leaderEpoch(fetch.leader().epoch()).build())
                .size(fetch.sizeBytes()).position(fetch.position()).unalignedRecords(bytes).build();
        List<FetchSnapshotResponse.NodeEndpoint> endpoints = version < ENDPOINTS_VERSION ? List.of()
                : MetadataPartition.addresses(fetch.leader(), listener).stream().map(address ->
                        FetchSnapshotResponse.NodeEndpoint.builder().nodeId(address.nodeId())
                                .host(address.at().host()).port(address.at().port()).build()).toList();
        return FetchSnapshotResponse.builder().topics(List.of(FetchSnapshotResponse.TopicSnapshot.builder()
                .name(MetadataPartition.TOPIC).partitions(List.of(partition)).build()))
                .nodeEndpoints(endpoints).build();
    }

    /** A response that refuses the whole request. */
    public static FetchSnapshotResponse refusal(ErrorCode error) {
        return FetchSnapshotResponse.builder().errorCode(error.code()).build();
    }

    /** The response that was received; nothing if it does not answer what was asked. */
    public static Optional<RaftResponse> received(FetchSnapshotResponse response, String listener) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return Optional.of(new RaftResponse.Refused(ErrorCode.forCode(response.errorCode())));
        }
        FetchSnapshotResponse.PartitionSnapshot partition = MetadataPartition.in(response.topics(),
                FetchSnapshotResponse.TopicSnapshot::name, FetchSnapshotResponse.TopicSnapshot::partitions,
                FetchSnapshotResponse.PartitionSnapshot::index);
        if (partition == null
                || !(partition.unalignedRecords() instanceof Payload.Bytes bytes)) {
            return Optional.empty();
        }
        LeaderInfo leader = MetadataPartition.leader(partition.currentLeader().leaderEpoch(),
                partition.currentLeader().leaderId(), response.nodeEndpoints().stream().map(endpoint ->
                        new MetadataPartition.Address(endpoint.nodeId(),
                                new HostPort(endpoint.host(), endpoint.port()))).toList(), listener);
        return Optional.of(new RaftResponse.FetchSnapshot(ErrorCode.forCode(partition.errorCode()), leader,
                new SnapshotId(partition.snapshotId().endOffset(), partition.snapshotId().epoch()), partition.size(),
                partition.position(), new SlicePayload(bytes.slice())));
    }
}
