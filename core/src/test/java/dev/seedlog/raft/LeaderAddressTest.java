package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Node 1 leads and listens elsewhere than the voter set says; within its epoch that does not change. */
class LeaderAddressTest {

    private static final int EPOCH = 3;
    private static final Endpoints OLD = TestCluster.endpoints(1);
    private static final Endpoints NEW = Endpoints.of("CONTROLLER", new HostPort("node1", 19_094));

    private long now;

    private static RaftKernel node(int id, QuorumState persisted, int... voterIds) {
        List<Voter> voters = IntStream.of(voterIds).mapToObj(voter ->
                Voter.of(ReplicaKey.of(voter), TestCluster.endpoints(voter))).toList();
        return new RaftKernel(new RaftKernel.Setup(new RaftIdentity(TestCluster.CLUSTER_ID,
                new ReplicaKey(id, new Uuid(7, id)), TestCluster.endpoints(id)), RaftTimeouts.DEFAULT, new TestLog(),
                new ControlHistory(new VoterSet(voters))), persisted, new SeededRandom(1));
    }

    /** A node that begins by following the leader where the voter set says. */
    private RaftKernel follower(int id) {
        RaftKernel kernel = node(id, new QuorumState(EPOCH, 1, ReplicaKey.NONE), 1, 2);
        kernel.step(new RaftInput.Start(), now);
        assertEquals(OLD, kernel.leaderEndpoints());
        return kernel;
    }

    /** The next request to a node; those to others fail. */
    private RaftEffect.SendRequest nextTo(int id, RaftKernel kernel) {
        for (int i = 0; i < 1_000; i++, now += 20 * TestCluster.MS) {
            for (RaftEffect effect : kernel.step(new RaftInput.TimerFired(), now).effects()) {
                if (effect instanceof RaftEffect.SendRequest send && send.destinationId() == id) {
                    return send;
                } else if (effect instanceof RaftEffect.SendRequest send) {
                    kernel.step(new RaftInput.RequestFailed(send.correlationId()), now);
                }
            }
        }
        throw new AssertionError("node " + id + " is not asked");
    }

    private void answer(RaftKernel kernel, RaftEffect.SendRequest asked, ErrorCode error, Endpoints endpoints) {
        kernel.step(new RaftInput.ResponseReceived(asked.correlationId(), new RaftResponse.Fetch(error,
                new LeaderInfo(EPOCH, 1, endpoints), 0, 0, OffsetAndEpoch.NONE, SnapshotId.NONE,
                FetchedBatches.NONE)), now);
    }

    @Test
    void whoKnowsItFromTheVoterSetTakesTheOneThatAnotherNodeNames() {
        RaftKernel observer = follower(9);
        answer(observer, nextTo(2, observer), ErrorCode.NOT_LEADER_OR_FOLLOWER, NEW);
        assertEquals(NEW, observer.leaderEndpoints());
        assertEquals(NEW, nextTo(1, observer).destination(), "and in the same epoch");
        assertEquals(EPOCH, observer.quorumState().epoch());
    }

    @Test
    void whatTheLeaderItselfHasSaidCountsMoreThanWhatOthersKnow() {
        RaftKernel observer = follower(9);
        answer(observer, nextTo(2, observer), ErrorCode.NOT_LEADER_OR_FOLLOWER, NEW);
        answer(observer, nextTo(1, observer), ErrorCode.NONE, NEW);
        answer(observer, nextTo(2, observer), ErrorCode.NOT_LEADER_OR_FOLLOWER, OLD);
        assertEquals(NEW, observer.leaderEndpoints());
        assertEquals(NEW, nextTo(1, observer).destination());
    }

    @Test
    void aVoterTakesItFromTheLeadersAnnouncement() {
        RaftKernel voter = follower(2);
        voter.step(new RaftInput.RequestReceived(5, new RaftRequest.BeginQuorumEpoch(TestCluster.CLUSTER_ID,
                ReplicaKey.of(2), 1, EPOCH, NEW)), now);
        assertEquals(NEW, voter.leaderEndpoints());
    }

    @Test
    void aResponseThatNamesFewerListenersMakesNoneUnknown() {
        Endpoints both = new Endpoints(List.of(NEW.all().get(0),
                new Endpoints.Endpoint("OTHER", new HostPort("node1", 19_095))));
        RaftKernel voter = follower(2);
        voter.step(new RaftInput.RequestReceived(5, new RaftRequest.BeginQuorumEpoch(TestCluster.CLUSTER_ID,
                ReplicaKey.of(2), 1, EPOCH, both)), now);
        answer(voter, nextTo(1, voter), ErrorCode.NONE, NEW);
        assertEquals(both, voter.leaderEndpoints());
    }

    @Test
    void whoHasWonSaysWhereItListensThoughItDoesNotLeadYet() {
        RaftKernel winner = node(1, QuorumState.INITIAL, 1);
        winner.step(new RaftInput.Start(), now);
        winner.step(new RaftInput.QuorumStatePersisted(1), now);
        assertEquals(RaftRole.CANDIDATE, winner.role());
        winner.step(new RaftInput.RequestReceived(5, new RaftRequest.Fetch(TestCluster.CLUSTER_ID, ReplicaKey.of(9), 1,
                0, 0, 0, 1, 0)), now);
        RaftEffect.Reply reply = winner.step(new RaftInput.QuorumStatePersisted(2), now).effects().stream()
                .filter(RaftEffect.Reply.class::isInstance).map(RaftEffect.Reply.class::cast).findFirst().orElseThrow();
        assertEquals(new LeaderInfo(1, 1, TestCluster.endpoints(1)), ((RaftResponse.Fetch) reply.response()).leader());
    }
}
