package dev.seedlog.specs.cluster;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.AddRaftVoterRequest;
import dev.seedlog.wire.message.AddRaftVoterResponse;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import dev.seedlog.wire.message.RemoveRaftVoterRequest;
import dev.seedlog.wire.message.RemoveRaftVoterResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A cluster whose voters change, as an administrator sees it. */
final class Voters {

    private static final String LISTENER = "CONTROLLER";

    private final SimCluster cluster;

    Voters(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** The ids of the voters, as a node tells them. */
    List<Integer> ids(HostPort at) {
        return cluster.quorum(at).currentVoters().stream().map(DescribeQuorumResponse.ReplicaState::replicaId).sorted()
                .toList();
    }

    /** The directory with which a node fetched last; zero if it is not known. */
    Uuid directory(HostPort at, int id) {
        DescribeQuorumResponse.PartitionData quorum = cluster.quorum(at);
        List<DescribeQuorumResponse.ReplicaState> all = new ArrayList<>(quorum.currentVoters());
        all.addAll(quorum.observers());
        return all.stream().filter(replica -> replica.replicaId() == id)
                .max(Comparator.comparingLong(DescribeQuorumResponse.ReplicaState::lastFetchTimestamp))
                .map(DescribeQuorumResponse.ReplicaState::replicaDirectoryId).orElse(Uuid.ZERO);
    }

    /** The error of an addition that a node is asked for. */
    int add(HostPort at, SimCluster.Member member, Uuid directory) {
        AddRaftVoterResponse answer = cluster.call(at, Api.ADD_RAFT_VOTER, 1, addition(member, directory),
                AddRaftVoterResponse::read);
        return answer.errorCode();
    }

    /** Asks for an addition; if that is answered with success, {@code done} is run. */
    void addLater(HostPort at, SimCluster.Member member, Uuid directory, Runnable done) {
        cluster.callLater(at, Api.ADD_RAFT_VOTER, 1, addition(member, directory), AddRaftVoterResponse::read,
                answer -> runIfDone(answer.errorCode(), done));
    }

    /** Asks for a removal; if that is answered with success, {@code done} is run. */
    void removeLater(HostPort at, int id, Uuid directory, Runnable done) {
        cluster.callLater(at, Api.REMOVE_RAFT_VOTER, 0, removal(id, directory), RemoveRaftVoterResponse::read,
                answer -> runIfDone(answer.errorCode(), done));
    }

    private static void runIfDone(int error, Runnable done) {
        if (error == 0) {
            done.run();
        }
    }

    private static AddRaftVoterRequest addition(SimCluster.Member member, Uuid directory) {
        return AddRaftVoterRequest.builder().clusterId(null).timeoutMs(30_000).voterId(member.id())
                .voterDirectoryId(directory)
                .listeners(List.of(AddRaftVoterRequest.Listener.builder().name(LISTENER)
                        .host(member.controllers().host()).port(member.controllers().port()).build()))
                .ackWhenCommitted(true).build();
    }

    /** The error of a removal that a node is asked for. */
    int remove(HostPort at, int id, Uuid directory) {
        RemoveRaftVoterResponse answer = cluster.call(at, Api.REMOVE_RAFT_VOTER, 0, removal(id, directory),
                RemoveRaftVoterResponse::read);
        return answer.errorCode();
    }

    private static RemoveRaftVoterRequest removal(int id, Uuid directory) {
        return RemoveRaftVoterRequest.builder().clusterId(null).voterId(id).voterDirectoryId(directory).build();
    }
}
