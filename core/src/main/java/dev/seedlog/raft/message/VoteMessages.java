package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.LeaderInfo;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.VoteRequest;
import dev.seedlog.wire.message.VoteResponse;
import java.util.List;
import java.util.Optional;

/** Vote (52): version 1 added directories and endpoints (KIP-853), version 2 pre-vote (KIP-996). */
public final class VoteMessages {

    private static final short ENDPOINTS_VERSION = 1;

    private VoteMessages() {
    }

    /** The request to send. Writing one that is a pre-vote fails in versions before 2, which do not know them. */
    public static VoteRequest request(RaftRequest.Vote vote) {
        VoteRequest.PartitionData partition = VoteRequest.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).replicaEpoch(vote.epoch())
                .replicaId(vote.candidate().id()).replicaDirectoryId(vote.candidate().directoryId())
                .voterDirectoryId(vote.voter().directoryId()).lastOffsetEpoch(vote.lastEpoch())
                .lastOffset(vote.lastOffset()).preVote(vote.preVote()).build();
        return VoteRequest.builder().clusterId(vote.clusterId()).voterId(vote.voter().id())
                .topics(List.of(VoteRequest.TopicData.builder().topicName(MetadataPartition.TOPIC)
                        .partitions(List.of(partition)).build())).build();
    }

    /** The request that was received; nothing if it is about something else than the metadata log. */
    public static Optional<RaftRequest.Vote> received(VoteRequest request) {
        VoteRequest.PartitionData partition = MetadataPartition.in(request.topics(),
                VoteRequest.TopicData::topicName, VoteRequest.TopicData::partitions,
                VoteRequest.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        return Optional.of(new RaftRequest.Vote(request.clusterId(),
                MetadataPartition.key(request.voterId(), partition.voterDirectoryId()), partition.replicaEpoch(),
                MetadataPartition.key(partition.replicaId(), partition.replicaDirectoryId()),
                partition.lastOffsetEpoch(), partition.lastOffset(), partition.preVote()));
    }

    /**
     * The response to send.
     *
     * @param listener the name of the listener that the request came in by
     */
    public static VoteResponse response(RaftResponse.Vote vote, String listener, short version) {
        VoteResponse.PartitionData partition = VoteResponse.PartitionData.builder()
                .partitionIndex(MetadataPartition.INDEX).errorCode(vote.error().code())
                .leaderId(vote.leader().leaderId()).leaderEpoch(vote.leader().epoch()).voteGranted(vote.granted())
                .build();
        List<VoteResponse.NodeEndpoint> endpoints = version < ENDPOINTS_VERSION ? List.of()
                : MetadataPartition.addresses(vote.leader(), listener).stream().map(address ->
                        VoteResponse.NodeEndpoint.builder().nodeId(address.nodeId()).host(address.at().host())
                                .port(address.at().port()).build()).toList();
        return VoteResponse.builder().topics(List.of(VoteResponse.TopicData.builder()
                .topicName(MetadataPartition.TOPIC).partitions(List.of(partition)).build()))
                .nodeEndpoints(endpoints).build();
    }

    /** A response that refuses the whole request. */
    public static VoteResponse refusal(ErrorCode error) {
        return VoteResponse.builder().errorCode(error.code()).build();
    }

    /** The response that was received; nothing if it does not answer what was asked. */
    public static Optional<RaftResponse> received(VoteResponse response, String listener) {
        if (response.errorCode() != ErrorCode.NONE.code()) {
            return Optional.of(new RaftResponse.Refused(ErrorCode.forCode(response.errorCode())));
        }
        VoteResponse.PartitionData partition = MetadataPartition.in(response.topics(),
                VoteResponse.TopicData::topicName, VoteResponse.TopicData::partitions,
                VoteResponse.PartitionData::partitionIndex);
        if (partition == null) {
            return Optional.empty();
        }
        LeaderInfo leader = MetadataPartition.leader(partition.leaderEpoch(), partition.leaderId(),
                response.nodeEndpoints().stream().map(endpoint -> new MetadataPartition.Address(endpoint.nodeId(),
                        new HostPort(endpoint.host(), endpoint.port()))).toList(), listener);
        return Optional.of(new RaftResponse.Vote(ErrorCode.forCode(partition.errorCode()), leader,
                partition.voteGranted()));
    }
}
