package dev.seedlog.raft.message;

import dev.seedlog.base.HostPort;
import dev.seedlog.raft.Endpoints;
import dev.seedlog.raft.RaftRequest;
import dev.seedlog.raft.RaftResponse;
import dev.seedlog.raft.ReplicaKey;
import dev.seedlog.raft.Voter;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.AddRaftVoterResponse;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AddRaftVoter (80): version 1 can be answered before it is committed; RemoveRaftVoter (81) (KIP-853). */
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

    private static String message(RaftResponse response) {
        return response instanceof RaftResponse.VoterChange change ? change.message() : null;
    }
}
