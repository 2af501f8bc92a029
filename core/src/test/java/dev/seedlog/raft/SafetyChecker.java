package dev.seedlog.raft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold in every run of Raft (Raft, figure 3), checked at each effect; a violation is an AssertionError. */
final class SafetyChecker {

    private record Committed(TestEntry entry, int byEpoch) {
    }

    /** A record and the one before it. */
    private record Placed(TestEntry entry, TestEntry before) {
    }

    private final Map<Integer, String> leaderOfEpoch = new HashMap<>();
    private final Map<String, ReplicaKey> voteOfEpoch = new HashMap<>();
    private final Map<OffsetAndEpoch, Placed> recordAt = new HashMap<>();
    private final List<Committed> committed = new ArrayList<>();
    private final Map<Integer, Integer> appliedBy = new HashMap<>();
    private final Set<TestNode> changed = new LinkedHashSet<>();
    private final Set<TestNode> appended = new LinkedHashSet<>();

    int committedCount() {
        return committed.size();
    }

    void observe(TestNode node, RaftEffect effect) {
        changed.add(node);
        if (effect instanceof RaftEffect.AppendRecords || effect instanceof RaftEffect.AppendLeaderChange
                || effect instanceof RaftEffect.AppendFetched) {
            appended.add(node);
        }
        if (effect instanceof RaftEffect.RoleChanged changed && changed.role() == RaftRole.LEADER) {
            electionSafety(node, changed.epoch());
            leaderCompleteness(node, changed.epoch());
        } else if (effect instanceof RaftEffect.Reply reply) {
            leaderIsNamedWithItsOwnAddress(node, reply.response());
            if (reply.response() instanceof RaftResponse.Vote vote) {
                oneVoteAnEpoch(node, (RaftRequest.Vote) node.requests.get(reply.requestId()), vote);
            }
        }
    }

    /** Who is sent to the wrong one as the leader of an epoch asks it in vain for as long as the epoch lasts. */
    private static void leaderIsNamedWithItsOwnAddress(TestNode node, RaftResponse response) {
        if (response instanceof RaftResponse.Refused) {
            return;
        }
        LeaderInfo leader = leader(response);
        if (leader.leaderId() >= 0 && !leader.endpoints().isEmpty()
                && !leader.endpoints().equals(TestCluster.endpoints(leader.leaderId()))) {
            throw new AssertionError("node " + node.id() + " says that " + leader.leaderId() + " leads at "
                    + leader.endpoints());
        }
    }

    private static LeaderInfo leader(RaftResponse response) {
        if (response instanceof RaftResponse.Vote vote) {
            return vote.leader();
        } else if (response instanceof RaftResponse.BeginQuorumEpoch begin) {
            return begin.leader();
        } else if (response instanceof RaftResponse.EndQuorumEpoch end) {
            return end.leader();
        } else if (response instanceof RaftResponse.FetchSnapshot fetch) {
            return fetch.leader();
        }
        return ((RaftResponse.Fetch) response).leader();
    }

    /** To be called when the nodes have carried out what their steps wanted. */
    void check() {
        for (TestNode node : changed) {
            if (node.isUp()) {
                check(node);
            }
        }
        changed.clear();
    }

    private void check(TestNode node) {
        if (!node.kernel.logEnd().equals(node.log.end()) && node.logIo.isEmpty()) {
            throw new AssertionError("node " + node.id() + " believes its log to end at " + node.kernel.logEnd()
                    + ", it ends at " + node.log.end());
        }
        if (appended.remove(node)) {
            logMatching(node);
        }
        stateMachineSafety(node);
    }

    private void electionSafety(TestNode node, int epoch) {
        String leader = node.id() + " in life " + node.life;
        String before = leaderOfEpoch.putIfAbsent(epoch, leader);
        if (before != null) {
            throw new AssertionError("election safety: epoch " + epoch + " is led by " + before + " and " + leader);
        }
    }

    private void leaderCompleteness(TestNode node, int epoch) {
        for (int offset = 0; offset < committed.size(); offset++) {
            Committed record = committed.get(offset);
            if (record.byEpoch() < epoch && (offset >= node.log.entries.size()
                    || !node.log.entries.get(offset).equals(record.entry()))) {
                throw new AssertionError("leader completeness: " + node.id() + " leads epoch " + epoch
                        + " without the committed " + record.entry() + " at " + offset);
            }
        }
    }

    /** A vote that was told must be the only one of its epoch, over all lives. */
    private void oneVoteAnEpoch(TestNode node, RaftRequest.Vote request, RaftResponse.Vote response) {
        if (response.granted() && !request.preVote()) {
            ReplicaKey before = voteOfEpoch.putIfAbsent(node.id() + "/" + request.epoch(), request.candidate());
            if (before != null && !before.equals(request.candidate())) {
                throw new AssertionError("node " + node.id() + " votes twice in epoch " + request.epoch());
            }
        }
    }

    /** Two logs with the same epoch at the same offset hold the same record there, and the same before it. */
    private void logMatching(TestNode node) {
        List<TestEntry> entries = node.log.entries;
        for (int offset = Math.max(0, entries.size() - 5); offset < entries.size(); offset++) {
            TestEntry entry = entries.get(offset);
            Placed placed = new Placed(entry, offset == 0 ? null : entries.get(offset - 1));
            Placed before = recordAt.putIfAbsent(new OffsetAndEpoch(offset, entry.epoch()), placed);
            if (before != null && !before.equals(placed)) {
                throw new AssertionError("log matching: at offset " + offset + " there is " + before + " and, at node "
                        + node.id() + ", " + placed);
            }
        }
    }

    private void stateMachineSafety(TestNode node) {
        int highWatermark = (int) node.kernel.highWatermark();
        int from = appliedBy.getOrDefault(node.id() * 10_000 + node.life, 0);
        for (int offset = from; offset < highWatermark; offset++) {
            if (offset >= node.log.entries.size()) {
                throw new AssertionError("node " + node.id() + " commits " + offset + ", which it does not have");
            }
            TestEntry entry = node.log.entries.get(offset);
            if (offset == committed.size()) {
                committed.add(new Committed(entry, node.kernel.quorumState().epoch()));
            } else if (!committed.get(offset).entry().equals(entry)) {
                throw new AssertionError("state machine safety: at " + offset + " " + committed.get(offset).entry()
                        + " was committed, node " + node.id() + " commits " + entry);
            }
        }
        appliedBy.put(node.id() * 10_000 + node.life, Math.max(from, highWatermark));
    }
}
