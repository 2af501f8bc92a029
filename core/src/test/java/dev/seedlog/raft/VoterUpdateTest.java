package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** UpdateRaftVoter (KIP-853): a voter that listens elsewhere than the voter set says. */
class VoterUpdateTest {

    private static final long STEP_NANOS = 500 * TestCluster.MS;
    private static final Endpoints ELSEWHERE = Endpoints.of("CONTROLLER", new HostPort("node2", 19_093));

    private final TestLog log = new TestLog();
    private final List<RaftEffect> effects = new ArrayList<>();
    private long now;
    private RaftKernel kernel;

    private static ReplicaKey key(int id) {
        return new ReplicaKey(id, new Uuid(7, id));
    }

    private static Voter voter(int id) {
        return Voter.of(key(id), TestCluster.endpoints(id));
    }

    /** A node whose log has the voters and their version, in an epoch of node 1. */
    private void start(int id, Endpoints endpoints, int version, Voter... voters) {
        ControlHistory controls = new ControlHistory(VoterSet.EMPTY);
        controls.add(new ControlRecord.Version(0, version));
        controls.add(new ControlRecord.Voters(1, new VoterSet(List.of(voters))));
        log.entries.add(new TestEntry(1, "version"));
        log.entries.add(new TestEntry(1, "voters"));
        kernel = new RaftKernel(new RaftKernel.Setup(new RaftIdentity(TestCluster.CLUSTER_ID, key(id), endpoints),
                RaftTimeouts.DEFAULT, log, controls), new QuorumState(1, 1, ReplicaKey.NONE), new SeededRandom(1));
        step(new RaftInput.Start());
    }

    /** Takes an input; what is to be written is written, and forced, at once. */
    private void step(RaftInput first) {
        Queue<RaftInput> inputs = new ArrayDeque<>(List.of(first));
        while (!inputs.isEmpty()) {
            for (RaftEffect effect : kernel.step(inputs.poll(), now).effects()) {
                effects.add(effect);
                if (effect instanceof RaftEffect.PersistQuorumState persist) {
                    inputs.add(new RaftInput.QuorumStatePersisted(persist.generation()));
                } else if (effect instanceof RaftEffect.ForceLog force) {
                    inputs.add(new RaftInput.LogForced(force.generation(), force.endOffset()));
                } else if (effect instanceof RaftEffect.AppendLeaderChange append) {
                    log.entries.add(new TestEntry(append.change().epoch(), "leader"));
                } else if (effect instanceof RaftEffect.AppendVoters append) {
                    if (append.kraftVersion() > 0) {
                        log.entries.add(new TestEntry(append.epoch(), "version"));
                    }
                    log.entries.add(new TestEntry(append.epoch(), "voters"));
                }
            }
        }
    }

    /** Its leader has nothing new; answers what was sent. */
    private List<RaftRequest> followFor(long nanos) {
        List<RaftRequest> asked = new ArrayList<>();
        LeaderInfo leader = new LeaderInfo(1, 1, TestCluster.endpoints(1));
        for (long end = now + nanos; now < end; now += STEP_NANOS) {
            step(new RaftInput.TimerFired());
            List<RaftEffect> sent = List.copyOf(effects);
            effects.clear();
            for (RaftEffect effect : sent) {
                if (effect instanceof RaftEffect.SendRequest send) {
                    asked.add(send.request());
                    step(new RaftInput.ResponseReceived(send.correlationId(),
                            send.request() instanceof RaftRequest.UpdateVoter
                                    ? new RaftResponse.UpdateVoter(ErrorCode.NONE, leader)
                                    : new RaftResponse.Fetch(ErrorCode.NONE, leader, 2, 0, OffsetAndEpoch.NONE,
                                            SnapshotId.NONE, FetchedBatches.NONE)));
                }
            }
        }
        return asked;
    }

    private static List<RaftRequest> updates(List<RaftRequest> asked) {
        return asked.stream().filter(RaftRequest.UpdateVoter.class::isInstance).toList();
    }

    private RaftResponse ask(RaftRequest request) {
        effects.clear();
        step(new RaftInput.RequestReceived(5, request));
        return effects.stream().filter(RaftEffect.Reply.class::isInstance)
                .map(effect -> ((RaftEffect.Reply) effect).response()).findFirst().orElseThrow();
    }

    private ErrorCode update(Voter voter) {
        return ask(new RaftRequest.UpdateVoter(TestCluster.CLUSTER_ID, kernel.quorumState().epoch(), voter)).error();
    }

    @Test
    void aVoterThatListensElsewhereTellsItsLeaderNowAndThenUntilTheLogSaysSo() {
        start(2, ELSEWHERE, 1, voter(1), voter(2));
        assertEquals(List.of(), updates(followFor(6_000 * TestCluster.MS)), "it may have heard of it in the meantime");
        List<RaftRequest> asked = followFor(12_000 * TestCluster.MS);
        assertEquals(new RaftRequest.UpdateVoter(TestCluster.CLUSTER_ID, 1, Voter.of(key(2), ELSEWHERE)),
                updates(asked).get(0));
        assertTrue(updates(asked).size() <= 2, "not in place of every fetch");
        assertEquals(RaftRole.FOLLOWER, kernel.role());
    }

    @Test
    void aVoterOfWhomTheLogSaysTheTruthTellsNothing() {
        start(2, TestCluster.endpoints(2), 1, voter(1), voter(2));
        assertEquals(List.of(), updates(followFor(30_000 * TestCluster.MS)));
    }

    @Test
    void whereVotersAreFixedNobodyTellsTheLeader() {
        start(2, ELSEWHERE, 0, voter(1), voter(2));
        assertEquals(List.of(), updates(followFor(30_000 * TestCluster.MS)));
    }

    @Test
    void aLeaderThatListensElsewhereSaysSoAtTheBeginningOfItsEpoch() {
        start(2, ELSEWHERE, 1, voter(2));
        assertEquals(RaftRole.LEADER, kernel.role());
        assertEquals(ELSEWHERE, kernel.voters().endpoints(2));
        assertEquals(List.of("version", "voters", "leader", "version", "voters"),
                log.entries.stream().map(TestEntry::value).toList());
        assertEquals(log.entries.size(), kernel.highWatermark());
    }

    @Test
    void theLeaderWritesWhatAVoterSaysOfItselfAndRefusesWhatIsWrong() {
        start(2, TestCluster.endpoints(2), 1, voter(2));
        assertEquals(ErrorCode.NONE, update(new Voter(key(2), ELSEWHERE, 0, 2)));
        assertEquals(new Voter(key(2), ELSEWHERE, 0, 2), kernel.voters().voter(2));
        assertEquals("voters", log.entries.get(log.entries.size() - 1).value());
        int size = log.entries.size();
        assertEquals(ErrorCode.VOTER_NOT_FOUND, update(voter(3)));
        assertEquals(ErrorCode.VOTER_NOT_FOUND,
                update(Voter.of(new ReplicaKey(2, new Uuid(8, 8)), ELSEWHERE)), "it lost its disk");
        assertEquals(ErrorCode.INVALID_REQUEST, update(Voter.of(key(2), Endpoints.NONE)));
        assertEquals(ErrorCode.INVALID_REQUEST, update(Voter.of(ReplicaKey.of(2), ELSEWHERE)));
        assertEquals(ErrorCode.INVALID_REQUEST, update(new Voter(key(2), ELSEWHERE, 2, 3)), "1 is not among them");
        assertEquals(ErrorCode.INVALID_REQUEST, update(new Voter(key(2), ELSEWHERE, 1, 0)));
        assertEquals(ErrorCode.INCONSISTENT_CLUSTER_ID,
                ask(new RaftRequest.UpdateVoter("cluster-B", 2, voter(2))).error());
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH,
                ask(new RaftRequest.UpdateVoter(null, 1, voter(2))).error());
        assertEquals(size, log.entries.size());
    }

    @Test
    void whereVotersAreFixedTheLeaderRefuses() {
        start(2, TestCluster.endpoints(2), 0, voter(2));
        assertEquals(ErrorCode.UNSUPPORTED_VERSION, update(Voter.of(key(2), ELSEWHERE)));
    }

    @Test
    void whoDoesNotLeadSaysSo() {
        start(2, TestCluster.endpoints(2), 1, voter(1), voter(2));
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, update(Voter.of(key(2), ELSEWHERE)));
    }
}
