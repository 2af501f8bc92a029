package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.BeginQuorumEpochRequest;
import dev.seedlog.wire.message.BeginQuorumEpochResponse;
import java.util.List;
import java.util.Optional;

/** BeginQuorumEpoch (53): version 1 added directories and endpoints (KIP-853). */
public final class BeginQuorumEpochMessages {

    private static final short ENDPOINTS_VERSION = 1;

    private BeginQuorumEpochMessages() {
    }

    /** The request to send. */
    public static BeginQuorumEpochRequest request(RaftRequest.BeginQuorumEpoch begin) {
        BeginQuorumEpochRequest.PartitionData partition = BeginQuorumEpochRequest.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).voterDirectoryId(begin.voter().directoryId())
                .leaderId(begin.leaderId()).leaderEpoch(begin.leaderEpoch()).build();
        return BeginQuorumEpochRequest.builder().clusterId(begin.clusterId()).voterId(begin.voter().id())
                .topics(List.of(BeginQuorumEpochRequest.TopicData.builder().topicName(MetadataPartition.TOPIC)
                        .partitions(List.of(partition)).build()))
                .leaderEndpoints(begin.leaderEndpoints().all().stream().map(endpoint ->
                        BeginQuorumEpochRequest.LeaderEndpoint.builder().name(endpoint.listener())
                                .host(endpoint.address().host()).port(endpoint.address().port()).build()).toList())
                .build();
    }

    /** The request that was received; nothing if it is about something else than the metadata log. */
    public static Optional<RaftRequest.BeginQuorumEpoch> received(BeginQuorumEpochRequest request) {
        BeginQuorumEpochRequest.PartitionData partition = MetadataPartition.in(request.topics(),
                BeginQuorumEpochRequest.TopicData::topicName, BeginQuorumEpochRequest.TopicData::partitions,
                BeginQuorumEpochRequest.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        Endpoints endpoints = new Endpoints(request.leaderEndpoints().stream().map(endpoint -> new Endpoints.Endpoint(
                endpoint.name(), new HostPort(endpoint.host(), endpoint.port()))).toList());
        return Optional.of(new RaftRequest.BeginQuorumEpoch(request.clusterId(),
                MetadataPartition.key(request.voterId(), partition.voterDirectoryId()), partition.leaderId(),
                partition.leaderEpoch(), endpoints));
    }

    /**
     * The response to send.
     *
     * @param listener the name of the listener that the request came in by
     */
    public static BeginQuorumEpochResponse response(RaftResponse.BeginQuorumEpoch begin, String listener,
                                                    short version) {
        BeginQuorumEpochResponse.PartitionData partition = BeginQuorumEpochResponse.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).errorCode(begin.error().code())
                .leaderId(begin.leader().leaderId()).leaderEpoch(begin.leader().epoch()).build();
        List<BeginQuorumEpochResponse.NodeEndpoint> endpoints = version < ENDPOINTS_VERSION ? List.of()
                : MetadataPartition.addresses(begin.leader(), listener).stream().map(address ->
                        BeginQuorumEpochResponse.NodeEndpoint.builder().nodeId(address.nodeId())
                                .host(address.at().host()).port(address.at().port()).build()).toList();
        return BeginQuorumEpochResponse.builder().topics(List.of(BeginQuorumEpochResponse.TopicData.builder()
                .topicName(MetadataPartition.TOPIC).partitions(List.of(partition)).build()))
                .nodeEndpoints(endpoints).build();
    }

    /** A response that refuses the whole request. */
    public static BeginQuorumEpochResponse refusal(ErrorCode error) {
        return BeginQuorumEpochResponse.builder().errorCode(error.code()).build();
    }

    /** The response that was received; nothing if it does not answer what was asked. */
    public static Optional<RaftResponse> received(BeginQuorumEpochResponse response, String listener) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return Optional.of(new RaftResponse.Refused(ErrorCode.forCode(response.errorCode())));
        }
        BeginQuorumEpochResponse.PartitionData partition = MetadataPartition.in(response.topics(),
                BeginQuorumEpochResponse.TopicData::topicName, BeginQuorumEpochResponse.TopicData::partitions,
                BeginQuorumEpochResponse.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        LeaderInfo leader = MetadataPartition.leader(partition.leaderEpoch(), partition.leaderId(),
                response.nodeEndpoints().stream().map(endpoint -> new MetadataPartition.Address(endpoint.nodeId(),
                        new HostPort(endpoint.host(), endpoint.port()))).toList(), listener);
        return Optional.of(new RaftResponse.BeginQuorumEpoch(ErrorCode.forCode(partition.errorCode()), leader));
    }
}
