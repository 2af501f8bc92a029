package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.EndQuorumEpochRequest;
import dev.seedlog.wire.message.EndQuorumEpochResponse;
import java.util.List;
import java.util.Optional;

/** EndQuorumEpoch (54): version 1 says successors with their directories, and endpoints (KIP-853). */
public final class EndQuorumEpochMessages {

    private static final short ENDPOINTS_VERSION = 1;

    private EndQuorumEpochMessages() {
    }

    /** The request to send. */
    public static EndQuorumEpochRequest request(RaftRequest.EndQuorumEpoch end) {
        EndQuorumEpochRequest.PartitionData partition = EndQuorumEpochRequest.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).leaderId(end.leaderId()).leaderEpoch(end.leaderEpoch())
                .preferredSuccessors(end.preferredCandidates().stream().map(ReplicaKey::id).toList())
                .preferredCandidates(end.preferredCandidates().stream().map(candidate ->
                        EndQuorumEpochRequest.ReplicaInfo.builder().candidateId(candidate.id())
                                .candidateDirectoryId(candidate.directoryId()).build()).toList()).build();
        return EndQuorumEpochRequest.builder().clusterId(end.clusterId())
                .topics(List.of(EndQuorumEpochRequest.TopicData.builder().topicName(MetadataPartition.TOPIC)
                        .partitions(List.of(partition)).build()))
                .leaderEndpoints(end.leaderEndpoints().all().stream().map(endpoint ->
                        EndQuorumEpochRequest.LeaderEndpoint.builder().name(endpoint.listener())
                                .host(endpoint.address().host()).port(endpoint.address().port()).build()).toList())
                .build();
    }

    /** The request that was received; nothing if it is about something else than the metadata log. */
    public static Optional<RaftRequest.EndQuorumEpoch> received(EndQuorumEpochRequest request) {
        EndQuorumEpochRequest.PartitionData partition = MetadataPartition.in(request.topics(),
                EndQuorumEpochRequest.TopicData::topicName, EndQuorumEpochRequest.TopicData::partitions,
                EndQuorumEpochRequest.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        Endpoints endpoints = new Endpoints(request.leaderEndpoints().stream().map(endpoint -> new Endpoints.Endpoint(
                endpoint.name(), new HostPort(endpoint.host(), endpoint.port()))).toList());
        // Version 0 has the ids alone, version 1 the candidates alone.
        List<ReplicaKey> successors = partition.preferredCandidates().isEmpty()
                ? partition.preferredSuccessors().stream().map(ReplicaKey::of).toList()
                : partition.preferredCandidates().stream().map(candidate -> new ReplicaKey(candidate.candidateId(),
                        candidate.candidateDirectoryId())).toList();
        return Optional.of(new RaftRequest.EndQuorumEpoch(request.clusterId(), partition.leaderId(),
                partition.leaderEpoch(), successors, endpoints));
    }

    /**
     * The response to send.
     *
     * @param listener the name of the listener that the request came in by
     */
    public static EndQuorumEpochResponse response(RaftResponse.EndQuorumEpoch end, String listener,
                                                    short version) {
        EndQuorumEpochResponse.PartitionData partition = EndQuorumEpochResponse.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).errorCode(end.error().code())
                .leaderId(end.leader().leaderId()).leaderEpoch(end.leader().epoch()).build();
        List<EndQuorumEpochResponse.NodeEndpoint> endpoints = version < ENDPOINTS_VERSION ? List.of()
                : MetadataPartition.addresses(end.leader(), listener).stream().map(address ->
                        EndQuorumEpochResponse.NodeEndpoint.builder().nodeId(address.nodeId())
                                .host(address.at().host()).port(address.at().port()).build()).toList();
        return EndQuorumEpochResponse.builder().topics(List.of(EndQuorumEpochResponse.TopicData.builder()
                .topicName(MetadataPartition.TOPIC).partitions(List.of(partition)).build()))
                .nodeEndpoints(endpoints).build();
    }

    /** A response that refuses the whole request. */
    public static EndQuorumEpochResponse refusal(ErrorCode error) {
        return EndQuorumEpochResponse.builder().errorCode(error.code()).build();
    }

    /** The response that was received; nothing if it does not answer what was asked. */
    public static Optional<RaftResponse> received(EndQuorumEpochResponse response, String listener) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return Optional.of(new RaftResponse.Refused(ErrorCode.forCode(response.errorCode())));
        }
        EndQuorumEpochResponse.PartitionData partition = MetadataPartition.in(response.topics(),
                EndQuorumEpochResponse.TopicData::topicName, EndQuorumEpochResponse.TopicData::partitions,
                EndQuorumEpochResponse.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        LeaderInfo leader = MetadataPartition.leader(partition.leaderEpoch(), partition.leaderId(),
                response.nodeEndpoints().stream().map(endpoint -> new MetadataPartition.Address(endpoint.nodeId(),
                        new HostPort(endpoint.host(), endpoint.port()))).toList(), listener);
        return Optional.of(new RaftResponse.EndQuorumEpoch(ErrorCode.forCode(partition.errorCode()), leader));
    }
}
