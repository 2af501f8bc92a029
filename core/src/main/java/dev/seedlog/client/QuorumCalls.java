package dev.seedlog.client;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.WireFormatException;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.AddRaftVoterResponse;
import dev.seedlog.wire.message.DescribeQuorumRequest;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterResponse;
import java.util.ArrayList;
import java.util.List;

/** Calls about the metadata quorum (KIP-595, KIP-853). */
public final class QuorumCalls {

    private static final String TOPIC = "__cluster_metadata";
    private static final int TIMEOUT_MS = 30_000;

    private QuorumCalls() {
    }

    /**
     * The quorum.
     *
     * @param leaderId who leads it; -1 if nobody does
     * @param leaderEpoch in which epoch
     * @param voters its voters
     * @param observers who else has fetched lately
     */
    public record Quorum(int leaderId, int leaderEpoch, List<Replica> voters, List<Replica> observers) {

        /** Copies the lists. */
        public Quorum {
            voters = List.copyOf(voters);
            observers = List.copyOf(observers);
        }
    }

    /**
     * A replica of the metadata log.
     *
     * @param id the node
     * @param directoryId the directory that the log is in; zero if it is not known
     * @param logEndOffset up to where it has told to have the log; -1 if it has not
     */
    public record Replica(int id, Uuid directoryId, long logEndOffset) {
    }

    /** Who leads, votes and observes. */
    public static AdminCall<Quorum> describe() {
        DescribeQuorumRequest request = DescribeQuorumRequest.builder().topics(List.of(
                DescribeQuorumRequest.TopicData.builder().topicName(TOPIC).partitions(List.of(
                        DescribeQuorumRequest.PartitionData.builder().partitionIndex(0).build())).build())).build();
        return new SimpleCall<>(Api.DESCRIBE_QUORUM, SimpleCall.ANYBODY, version -> request, (body, version) -> {
            DescribeQuorumResponse response = DescribeQuorumResponse.read(body, version);
            if (response.errorCode() != 0) {
                return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
            }
            if (response.topics().size() != 1 || response.topics().get(0).partitions().size() != 1) {
                throw new WireFormatException("DescribeQuorumResponse", 0, "it is not about one partition");
            }
            DescribeQuorumResponse.PartitionData quorum = response.topics().get(0).partitions().get(0);
            return quorum.errorCode() != 0 ? AdminCall.Answer.failed(quorum.errorCode(), quorum.errorMessage())
                    : AdminCall.Answer.of(new Quorum(quorum.leaderId(), quorum.leaderEpoch(),
                            replicas(quorum.currentVoters()), replicas(quorum.observers())));
        });
    }

    private static List<Replica> replicas(List<DescribeQuorumResponse.ReplicaState> states) {
        List<Replica> replicas = new ArrayList<>();
        for (DescribeQuorumResponse.ReplicaState state : states) {
            replicas.add(new Replica(state.replicaId(), state.replicaDirectoryId(), state.logEndOffset()));
        }
        return replicas;
    }

    /**
     * Makes an observer a voter.
     *
     * @param directoryId the directory that its log is in
     * @param listener the name of the listener at which other voters reach it
     * @param address where that is
     */
    public static AdminCall<Void> addVoter(int id, Uuid directoryId, String listener, HostPort address) {
        AddRaftVoterRequest request = AddRaftVoterRequest.builder().clusterId(null).timeoutMs(TIMEOUT_MS).voterId(id)
                .voterDirectoryId(directoryId).listeners(List.of(AddRaftVoterRequest.Listener.builder().name(listener)
                        .host(address.host()).port(address.port()).build())).ackWhenCommitted(true).build();
        return new SimpleCall<>(Api.ADD_RAFT_VOTER, SimpleCall.ANYBODY, version -> request, (body, version) -> {
            AddRaftVoterResponse response = AddRaftVoterResponse.read(body, version);
            return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
        });
    }

    /** Takes its vote from a voter. */
    public static AdminCall<Void> removeVoter(int id, Uuid directoryId) {
        RemoveRaftVoterRequest request = RemoveRaftVoterRequest.builder().clusterId(null).voterId(id)
                .voterDirectoryId(directoryId).build();
        return new SimpleCall<>(Api.REMOVE_RAFT_VOTER, SimpleCall.ANYBODY, version -> request, (body, version) -> {
            RemoveRaftVoterResponse response = RemoveRaftVoterResponse.read(body, version);
            return AdminCall.Answer.failed(response.errorCode(), response.errorMessage());
        });
    }
}
