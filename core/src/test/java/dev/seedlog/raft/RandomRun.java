package dev.seedlog.raft;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * One seeded run of a cluster whose messages are lost, reordered and duplicated and whose nodes lose power, checked
 * at every step; at its end all is healed and the cluster must commit again.
 */
final class RandomRun {

    private static final int MAX_MESSAGES = 60;

    /** What happened in a run, so that a run in which nothing happens is noticed. */
    static final class Totals {
        int leaders;
        int powerCuts;
        int committed;
        int truncations;
        int installs;
        int steps;
    }

    final TestCluster cluster;
    final Totals totals = new Totals();
    private final SafetyChecker checker;
    private final RandomSource random;
    private final TreeSet<Integer> isolated = new TreeSet<>();
    /** How often out of 8 a disk is done when it could be. */
    private final int diskSpeed;
    /** Whether power cuts follow votes, when forgetting one would hurt. */
    private final boolean cutsAfterVotes;
    private TestNode doomed;
    private int nextValue;

    RandomRun(int voters, long seed, TestNode.Mutation mutation) {
        this.random = new SeededRandom(seed).fork("run");
        this.diskSpeed = 2 + random.nextInt(6);
        this.cutsAfterVotes = random.nextInt(3) == 0;
        this.cluster = new TestCluster(voters, random.nextInt(2), drawnTimeouts(), seed, mutation, this::observe);
        this.checker = new SafetyChecker();
    }

    /** Short timeouts make candidates meet, long ones let a leader work. */
    private RaftTimeouts drawnTimeouts() {
        long electionMs = List.of(60L, 250L, 1_000L).get(random.nextInt(3));
        long fetchMs = List.of(400L, 2_000L).get(random.nextInt(2));
        return new RaftTimeouts(electionMs * TestCluster.MS, fetchMs * TestCluster.MS, electionMs * TestCluster.MS,
                2_000 * TestCluster.MS, 20 * TestCluster.MS, 100, 3);
    }

    private void observe(TestNode node, RaftEffect effect) {
        totals.leaders += effect instanceof RaftEffect.RoleChanged changed && changed.role() == RaftRole.LEADER ? 1 : 0;
        totals.truncations += effect instanceof RaftEffect.TruncateLog ? 1 : 0;
        totals.installs += effect instanceof RaftEffect.InstallSnapshot ? 1 : 0;
        if (cutsAfterVotes && effect instanceof RaftEffect.Reply reply && random.nextInt(3) == 0
                && reply.response() instanceof RaftResponse.Vote vote && vote.granted()) {
            doomed = node;
        }
        checker.observe(node, effect);
    }

    void run(int events) {
        for (int id : cluster.nodes.keySet()) {
            cluster.start(id);
        }
        for (int i = 0; i < events; i++) {
            event();
            totals.steps++;
            checker.check();
        }
        doomed = null;
        heal();
        totals.committed = checker.committedCount();
    }

    private void event() {
        if (doomed != null) {
            powerCut(doomed);
            restart(doomed);
            doomed = null;
        }
        int dice = random.nextInt(1_000);
        if (dice < 450) {
            network();
        } else if (dice < 700) {
            disk(anyNode());
        } else if (dice < 860) {
            time();
        } else if (dice < 950) {
            append();
        } else if (dice < 962) {
            snapshot(anyNode());
        } else if (dice < 966) {
            isolate();
        } else if (dice < 970) {
            powerCut(anyNode());
        } else if (dice < 980) {
            refuse(anyNode(), anyNode());
        } else {
            restart(anyNode());
        }
    }

    private TestNode anyNode() {
        return cluster.node(1 + random.nextInt(cluster.nodes.size()));
    }

    private void network() {
        if (cluster.messages.isEmpty()) {
            return;
        }
        int index = random.nextInt(cluster.messages.size());
        TestCluster.Message message = cluster.messages.get(index);
        int dice = random.nextInt(100);
        boolean cut = isolated.contains(message.from()) != isolated.contains(message.to());
        if (cut || dice < 3 || cluster.messages.size() > MAX_MESSAGES) {
            cluster.messages.remove(index);
            if (dice % 2 == 0) {
                cluster.fail(message);
            }
            return;
        }
        boolean duplicated = dice < 15 && message.isRequest();
        if (!duplicated) {
            cluster.messages.remove(index);
        }
        if (!cluster.deliver(message)) {
            cluster.fail(message);
        }
    }

    private void disk(TestNode node) {
        if (!node.quorumIo.isEmpty() && random.nextInt(8) < diskSpeed) {
            node.completeQuorumIo(cluster.now);
        }
        if (!node.logIo.isEmpty() && random.nextInt(8) < diskSpeed) {
            node.completeLogIo(cluster.now);
        }
    }

    /** Time passes a little, or, if nothing else can happen, until some node wants to act; then nodes may notice. */
    private void time() {
        boolean idle = cluster.messages.isEmpty();
        long earliest = Long.MAX_VALUE;
        for (TestNode node : cluster.nodes.values()) {
            idle &= node.quorumIo.isEmpty() && node.logIo.isEmpty();
            earliest = Math.min(earliest, node.deadline);
        }
        cluster.now += (1 + random.nextInt(20)) * TestCluster.MS;
        if (idle && earliest != Long.MAX_VALUE) {
            cluster.now = Math.max(cluster.now, earliest);
        }
        if (random.nextInt(200) == 0) {
            cluster.now += random.nextInt(3_000) * TestCluster.MS;
        }
        for (TestNode node : cluster.nodes.values()) {
            if (node.isUp() && node.deadline <= cluster.now && random.nextInt(4) > 0) {
                node.step(new RaftInput.TimerFired(), cluster.now);
            }
        }
    }

    private void append() {
        TestNode node = anyNode();
        if (node.isUp() && node.kernel.role() == RaftRole.LEADER && node.log.entries.size() < 200) {
            List<TestEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                entries.add(new TestEntry(-1, "v" + nextValue++));
            }
            node.step(new RaftInput.ClientAppend(nextValue, node.kernel.quorumState().epoch(), entries.size(),
                    TestPayload.of(entries)), cluster.now);
        }
    }

    private void snapshot(TestNode node) {
        if (node.isUp() && node.kernel.highWatermark() > 0 && node.logIo.isEmpty()) {
            node.snapshot(cluster.now);
        }
    }

    private void isolate() {
        isolated.clear();
        if (random.nextInt(2) == 0) {
            isolated.add(1 + random.nextInt(cluster.nodes.size()));
            isolated.add(1 + random.nextInt(cluster.nodes.size()));
        }
    }

    /** A node finds that another refuses, which may be long over, or may never have been so. */
    private void refuse(TestNode node, TestNode peer) {
        if (node.isUp() && node != peer) {
            node.step(new RaftInput.PeerRefuses(peer.id()), cluster.now);
        }
    }

    private void powerCut(TestNode node) {
        if (node.isUp()) {
            node.powerCut(random);
            totals.powerCuts++;
        }
    }

    private void restart(TestNode node) {
        if (!node.isUp()) {
            cluster.start(node.id());
        }
    }

    /** Everything works again: soon there is a leader, and all nodes have all that it appended. */
    private void heal() {
        isolated.clear();
        cluster.nodes.values().forEach(this::restart);
        settle(30_000, () -> leader() != null && leader().kernel.highWatermark() == leader().log.entries.size());
        TestNode leader = leader();
        if (leader == null) {
            throw new AssertionError("liveness: nobody leads");
        }
        leader.step(new RaftInput.ClientAppend(0, leader.kernel.quorumState().epoch(), 1,
                TestPayload.of(List.of(new TestEntry(-1, "last")))), cluster.now);
        settle(10_000, this::isConverged);
        if (!isConverged()) {
            throw new AssertionError("liveness: not all nodes have all that is committed");
        }
    }

    private TestNode leader() {
        TestNode leader = null;
        for (TestNode node : cluster.nodes.values()) {
            leader = node.kernel.role() == RaftRole.LEADER && (leader == null
                    || node.kernel.quorumState().epoch() > leader.kernel.quorumState().epoch()) ? node : leader;
        }
        return leader;
    }

    private boolean isConverged() {
        for (TestNode node : cluster.nodes.values()) {
            if (leader() == null || node.kernel.highWatermark() != leader().log.entries.size()) {
                return false;
            }
        }
        return true;
    }

    /** Lets time pass with a network and disks that work. */
    private void settle(long virtualMs, BooleanSupplier done) {
        long until = cluster.now + virtualMs * TestCluster.MS;
        while (cluster.now < until && !done.getAsBoolean()) {
            if (!quiet()) {
                checker.check();
                continue;
            }
            long next = until;
            for (TestNode node : cluster.nodes.values()) {
                next = Math.min(next, Math.max(node.deadline, cluster.now + TestCluster.MS));
            }
            cluster.now = next;
            for (TestNode node : cluster.nodes.values()) {
                if (node.deadline <= cluster.now) {
                    node.step(new RaftInput.TimerFired(), cluster.now);
                }
            }
        }
    }

    private boolean quiet() {
        boolean quiet = true;
        for (TestNode node : cluster.nodes.values()) {
            while (!node.quorumIo.isEmpty()) {
                node.completeQuorumIo(cluster.now);
                quiet = false;
            }
            while (!node.logIo.isEmpty()) {
                node.completeLogIo(cluster.now);
                quiet = false;
            }
        }
        List<TestCluster.Message> sent = List.copyOf(cluster.messages);
        cluster.messages.clear();
        for (TestCluster.Message message : sent) {
            if (!cluster.deliver(message)) {
                cluster.fail(message);
            }
            quiet = false;
        }
        return quiet;
    }
}
