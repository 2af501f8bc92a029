package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.AddRaftVoterResponse;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterResponse;
import dev.seedlog.wire.message.UpdateRaftVoterRequest;
import dev.seedlog.wire.message.UpdateRaftVoterResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * AddRaftVoter (80): version 1 can be answered before it is committed; RemoveRaftVoter (81); UpdateRaftVoter (82)
 * (KIP-853).
 */
public final class VoterChangeMessages {

    private static final int LARGEST_PORT = 65_535;

    private VoterChangeMessages() {
    }

    /** The request that was received; nothing if it names no address on the listener of the quorum. */
    public static Optional<RaftRequest.AddVoter> received(AddRaftVoterRequest request, String listener) {
        List<Endpoints.Endpoint> endpoints = new ArrayList<>();
        boolean reachable = false;
        for (AddRaftVoterRequest.Listener each : request.listeners()) {
            if (each.host().isEmpty() || each.port() < 1 || each.port() > LARGEST_PORT) {
                return Optional.empty();
            }
            endpoints.add(new Endpoints.Endpoint(each.name(), new HostPort(each.host(), each.port())));
            reachable |= each.name().equals(listener);
        }
        return !reachable || request.voterId() < 0 ? Optional.empty()
                : Optional.of(new RaftRequest.AddVoter(request.clusterId(), Voter.of(
                        new ReplicaKey(request.voterId(), request.voterDirectoryId()), new Endpoints(endpoints)),
                        request.ackWhenCommitted()));
    }

    /** The response to send. */
    public static AddRaftVoterResponse addResponse(RaftResponse response) {
        return AddRaftVoterResponse.builder().errorCode(response.error().code()).errorMessage(message(response))
                .build();
    }

    /** The request that was received. */
    public static RaftRequest.RemoveVoter received(RemoveRaftVoterRequest request) {
        return new RaftRequest.RemoveVoter(request.clusterId(),
                new ReplicaKey(request.voterId(), request.voterDirectoryId()));
    }

    /** The response to send. */
    public static RemoveRaftVoterResponse removeResponse(RaftResponse response) {
        return RemoveRaftVoterResponse.builder().errorCode(response.error().code()).errorMessage(message(response))
                .build();
    }

    /** The request to send. */
    public static UpdateRaftVoterRequest request(RaftRequest.UpdateVoter update) {
        Voter voter = update.voter();
        return UpdateRaftVoterRequest.builder().clusterId(update.clusterId())
                .currentLeaderEpoch(update.currentLeaderEpoch()).voterId(voter.key().id())
                .voterDirectoryId(voter.key().directoryId()).listeners(voter.endpoints().all().stream().map(endpoint ->
                        UpdateRaftVoterRequest.Listener.builder().name(endpoint.listener())
                                .host(endpoint.address().host()).port(endpoint.address().port()).build()).toList())
                .kRaftVersionFeature(UpdateRaftVoterRequest.KRaftVersionFeature.builder()
                        .minSupportedVersion((short) voter.minSupportedVersion())
                        .maxSupportedVersion((short) voter.maxSupportedVersion()).build()).build();
    }

    /**
     * The request that was received. Without an address on the listener of the quorum it has none at all, so that it is
     * refused, after the leader has been found to be one.
     */
    public static RaftRequest.UpdateVoter received(UpdateRaftVoterRequest request, String listener) {
        List<Endpoints.Endpoint> endpoints = new ArrayList<>();
        boolean reachable = false;
        for (UpdateRaftVoterRequest.Listener each : request.listeners()) {
            boolean valid = !each.host().isEmpty() && each.port() >= 1 && each.port() <= LARGEST_PORT;
            if (valid) {
                endpoints.add(new Endpoints.Endpoint(each.name(), new HostPort(each.host(), each.port())));
                reachable |= each.name().equals(listener);
            }
        }
        return new RaftRequest.UpdateVoter(request.clusterId(), request.currentLeaderEpoch(), new Voter(
                MetadataPartition.key(request.voterId(), request.voterDirectoryId()),
                reachable ? new Endpoints(endpoints) : Endpoints.NONE,
                request.kRaftVersionFeature().minSupportedVersion(),
                request.kRaftVersionFeature().maxSupportedVersion()));
    }

    /**
     * The response to send.
     *
     * @param listener the name of the listener that the request came in by
     */
    public static UpdateRaftVoterResponse updateResponse(RaftResponse response, String listener) {
        UpdateRaftVoterResponse.Builder built = UpdateRaftVoterResponse.builder().errorCode(response.error().code());
        if (response instanceof RaftResponse.UpdateVoter update) {
            var leader = UpdateRaftVoterResponse.CurrentLeader.builder().leaderId(update.leader().leaderId())
                    .leaderEpoch(update.leader().epoch()).host("").port(0);
            for (MetadataPartition.Address address : MetadataPartition.addresses(update.leader(), listener)) {
                leader.host(address.at().host()).port(address.at().port());
            }
            built.currentLeader(leader.build());
        }
        return built.build();
    }

    /** The response that was received. */
    public static RaftResponse received(UpdateRaftVoterResponse response, String listener) {
        UpdateRaftVoterResponse.CurrentLeader leader = response.currentLeader();
        List<MetadataPartition.Address> addresses = leader.host().isEmpty() ? List.of()
                : List.of(new MetadataPartition.Address(leader.leaderId(),
                        new HostPort(leader.host(), leader.port())));
        return new RaftResponse.UpdateVoter(ErrorCode.forCode(response.errorCode()), MetadataPartition.leader(
                leader.leaderEpoch(), leader.leaderId(), addresses, listener));
    }

    private static String message(RaftResponse response) {
        return response instanceof RaftResponse.VoterChange change ? change.message() : null;
    }
}
