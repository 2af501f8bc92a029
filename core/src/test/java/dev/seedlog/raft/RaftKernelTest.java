package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.InvariantViolation;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the scripts cannot say. */
class RaftKernelTest {

    private final List<RaftEffect> effects = new ArrayList<>();

    private TestCluster cluster(int voters) {
        return new TestCluster(voters, 0, RaftTimeouts.DEFAULT, 319, TestNode.Mutation.NONE,
                (node, effect) -> effects.add(effect));
    }

    private TestNode soleLeader() {
        TestCluster cluster = cluster(1);
        cluster.start(1);
        TestNode node = cluster.node(1);
        while (!node.quorumIo.isEmpty() || !node.logIo.isEmpty()) {
            if (!node.quorumIo.isEmpty()) {
                node.completeQuorumIo(0);
            } else {
                node.completeLogIo(0);
            }
        }
        assertEquals(RaftRole.LEADER, node.kernel.role());
        effects.clear();
        return node;
    }

    private TestNode leaderOfThree(TestCluster cluster) {
        for (int id = 1; id <= 3; id++) {
            cluster.start(id);
        }
        cluster.messages.clear();
        TestNode leader = cluster.node(1);
        cluster.now = leader.deadline;
        leader.step(new RaftInput.TimerFired(), cluster.now);
        for (int round = 0; round < 20; round++) {
            for (TestNode node : cluster.nodes.values()) {
                if (!node.quorumIo.isEmpty()) {
                    node.completeQuorumIo(cluster.now);
                }
                if (!node.logIo.isEmpty()) {
                    node.completeLogIo(cluster.now);
                }
            }
            List<TestCluster.Message> sent = List.copyOf(cluster.messages);
            cluster.messages.clear();
            sent.forEach(cluster::deliver);
        }
        assertEquals(RaftRole.LEADER, leader.kernel.role());
        return leader;
    }

    private static RaftRequest.Fetch fetch(int replica, long offset, int epoch, long highWatermark, int maxWaitMs) {
        return new RaftRequest.Fetch(TestCluster.CLUSTER_ID, new ReplicaKey(replica, new Uuid(7, replica)), 1, offset,
                epoch, highWatermark, 100, maxWaitMs);
    }

    private List<RaftEffect> replies() {
        return effects.stream().filter(effect -> effect instanceof RaftEffect.Reply
                || effect instanceof RaftEffect.ReplyWithRecords).toList();
    }

    @Test
    void aPausedLeaderSeesTheFetchesThatWereQueuedBeforeItGivesUp() {
        TestCluster cluster = cluster(3);
        TestNode leader = leaderOfThree(cluster);
        cluster.now += 60_000 * TestCluster.MS;
        leader.receive(new TestNode.Origin(2, 1, 77), fetch(2, 1, 1, 1, 0), cluster.now);
        leader.step(new RaftInput.TimerFired(), cluster.now);
        assertEquals(RaftRole.LEADER, leader.kernel.role());
        cluster.now += 60_000 * TestCluster.MS;
        leader.step(new RaftInput.TimerFired(), cluster.now);
        assertEquals(RaftRole.RESIGNED, leader.kernel.role());
    }

    @Test
    void aReplicaThatKnowsTheHighWatermarkWaitsAndOneThatDoesNotIsToldAtOnce() {
        TestNode leader = soleLeader();
        leader.kernel.step(new RaftInput.RequestReceived(1, fetch(5, 1, 1, 1, 500)), 0);
        RaftOutput behind = leader.kernel.step(new RaftInput.RequestReceived(2, fetch(6, 1, 1, 0, 500)), 0);
        assertEquals(List.of(2L), behind.effects().stream().map(e -> ((RaftEffect.Reply) e).requestId()).toList());
        RaftOutput old = leader.kernel.step(new RaftInput.RequestReceived(3, fetch(7, 1, 1, Long.MAX_VALUE, 500)), 0);
        assertEquals(List.of(), old.effects());
        assertEquals(500 * TestCluster.MS, old.nextDeadlineNanos());
        RaftOutput late = leader.kernel.step(new RaftInput.TimerFired(), 500 * TestCluster.MS);
        assertEquals(List.of(1L, 3L), late.effects().stream().map(e -> ((RaftEffect.Reply) e).requestId()).toList());
    }

    @Test
    void anAbandonedFetchIsNotAnswered() {
        TestNode leader = soleLeader();
        leader.kernel.step(new RaftInput.RequestReceived(1, fetch(5, 1, 1, 1, 500)), 0);
        leader.kernel.step(new RaftInput.RequestAbandoned(1), 0);
        assertEquals(List.of(), leader.kernel.step(new RaftInput.TimerFired(), 1_000 * TestCluster.MS).effects());
    }

    @Test
    void aPreVoteThatAPeerDoesNotKnowLeadsToTheElectionItself() {
        TestCluster cluster = cluster(3);
        cluster.start(1);
        TestNode node = cluster.node(1);
        cluster.messages.clear();
        cluster.now = node.deadline;
        node.step(new RaftInput.TimerFired(), cluster.now);
        assertEquals(RaftRole.PROSPECTIVE, node.kernel.role());
        node.step(new RaftInput.ResponseReceived(cluster.messages.get(0).correlationId(),
                new RaftResponse.Refused(ErrorCode.UNSUPPORTED_VERSION)), cluster.now);
        assertEquals(RaftRole.CANDIDATE, node.kernel.role());
    }

    @Test
    void aResponseThatNobodyWaitsForChangesNothing() {
        TestNode leader = soleLeader();
        LeaderInfo other = new LeaderInfo(9, 2, TestCluster.endpoints(2));
        leader.step(new RaftInput.ResponseReceived(12_345, new RaftResponse.Vote(ErrorCode.NONE, other, true)), 0);
        assertEquals(RaftRole.LEADER, leader.kernel.role());
        assertEquals(1, leader.kernel.quorumState().epoch());
    }

    @Test
    void aSnapshotOfWhatIsNotCommittedIsABug() {
        TestNode leader = soleLeader();
        assertThrows(InvariantViolation.class,
                () -> leader.kernel.step(new RaftInput.SnapshotWritten(new SnapshotId(2, 1)), 0));
    }

    @Test
    void anObserverThatKnowsNoVoterAsksTheBootstrapServers() {
        RaftKernel kernel = new RaftKernel(new RaftKernel.Setup(new RaftIdentity(TestCluster.CLUSTER_ID,
                ReplicaKey.of(9), TestCluster.endpoints(9)), RaftTimeouts.DEFAULT, new TestLog(),
                new ControlHistory(VoterSet.EMPTY), List.of(TestCluster.endpoints(1))), QuorumState.INITIAL,
                new SeededRandom(1));
        List<RaftEffect> sent = kernel.step(new RaftInput.Start(), 0).effects();
        RaftEffect.SendRequest send = (RaftEffect.SendRequest) sent.get(sent.size() - 1);
        assertEquals(TestCluster.endpoints(1), send.destination());
        RaftOutput found = kernel.step(new RaftInput.ResponseReceived(send.correlationId(), new RaftResponse.Fetch(
                ErrorCode.FENCED_LEADER_EPOCH, new LeaderInfo(3, 2, TestCluster.endpoints(2)), -1, 0,
                OffsetAndEpoch.NONE, SnapshotId.NONE, FetchedBatches.NONE)), 0);
        assertEquals(RaftRole.FOLLOWER, kernel.role());
        assertTrue(found.effects().stream().noneMatch(RaftEffect.SendRequest.class::isInstance),
                "the new epoch is not forced yet");
        RaftEffect.SendRequest follow = (RaftEffect.SendRequest) kernel.step(new RaftInput.QuorumStatePersisted(1), 0)
                .effects().get(0);
        assertEquals(TestCluster.endpoints(2), follow.destination());
    }

    @Test
    void aLeaderDescribesTheQuorumAndNobodyElseDoes() {
        TestCluster cluster = cluster(3);
        TestNode leader = leaderOfThree(cluster);
        QuorumDescription quorum = leader.kernel.describe();
        assertEquals(1, quorum.leaderId());
        assertEquals(1, quorum.highWatermark());
        assertEquals(List.of(1L, 1L, 1L), quorum.voters().stream()
                .map(QuorumDescription.Replica::logEndOffset).toList());
        assertEquals(cluster.now, quorum.voters().get(1).lastCaughtUpNanos());
        assertNull(cluster.node(2).kernel.describe());
    }

    @Test
    void aQuorumStateOlderThanTheLogTakesTheLogsEpoch() {
        TestLog log = new TestLog();
        log.entries.add(new TestEntry(4, "a"));
        RaftKernel kernel = new RaftKernel(new RaftKernel.Setup(new RaftIdentity(TestCluster.CLUSTER_ID,
                ReplicaKey.of(1), TestCluster.endpoints(1)), RaftTimeouts.DEFAULT, log, new ControlHistory(new VoterSet(
                List.of(Voter.of(ReplicaKey.of(1), TestCluster.endpoints(1)))))), new QuorumState(2, 1,
                ReplicaKey.of(1)), new SeededRandom(1));
        kernel.step(new RaftInput.Start(), 0);
        assertEquals(RaftRole.CANDIDATE, kernel.role());
        assertEquals(5, kernel.quorumState().epoch());
        assertEquals(List.of(), replies());
    }
}
