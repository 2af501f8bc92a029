package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How soon others take over from a process that is killed, and that nothing but an election comes of signs that look
 * the same. A session lasts nine seconds.
 */
class FailoverTest {

    private static final long SECOND = SimCluster.SECOND;
    private static final long SESSION = 9 * SECOND;
    private static final long SOON = SECOND / 2;

    private SimCluster cluster;
    private SimTopic topic;
    private SimCluster.Member controller;

    /** Three nodes that are both, of which one leads the quorum, and a partition on all three. */
    private void begin(int leader, int... others) {
        cluster = new SimCluster(3, SimOptions.calm(), SimCluster.BOTH, SimCluster.BOTH, SimCluster.BOTH).start()
                .awaitReady();
        controller = cluster.awaitLeader();
        int[] replicas = new int[others.length + 1];
        replicas[0] = id(leader);
        for (int i = 0; i < others.length; i++) {
            replicas[i + 1] = id(others[i]);
        }
        topic = new SimTopic(cluster, "orders", Math.min(2, replicas.length), replicas);
        assertEquals(ErrorCode.NONE, topic.produce(replicas[0]));
        // Heartbeats have come from all, and all are watched.
        cluster.world.runFor(5 * SECOND);
    }

    /** 0 is the active controller, 1 and 2 are the others. */
    private int id(int which) {
        return (controller.id() - 1 + which) % 3 + 1;
    }

    private SimNode machine(int which) {
        return cluster.member(id(which)).machine();
    }

    private List<SimNode> allBut(int which) {
        List<SimNode> others = new ArrayList<>();
        for (SimCluster.Member member : cluster.members) {
            if (member.id() != id(which)) {
                others.add(member.machine());
            }
        }
        return others;
    }

    private boolean seesItActive(int asked, int which) {
        return cluster.metadata(cluster.member(id(asked))).brokers().stream()
                .anyMatch(broker -> broker.nodeId() == id(which));
    }

    private long nanosUntil(String what, java.util.function.BooleanSupplier condition) {
        long begin = cluster.world.nowNanos();
        cluster.await(what, condition);
        return cluster.world.nowNanos() - begin;
    }

    private void assertSoon(long nanos) {
        assertTrue(nanos < SOON, () -> "only after " + nanos / 1_000_000 + " ms");
    }

    @Test
    void whenALeaderIsKilledAnotherLeadsLongBeforeItsSessionEnds() {
        begin(1, 2, 0);
        machine(1).kill();
        assertSoon(nanosUntil("another leads", () -> topic.seenBy(id(2)).leaderId() == id(2)));
        assertEquals(ErrorCode.NONE, topic.produce(id(2)));
    }

    @Test
    void whenTheControllerIsKilledAnotherDecidesLongBeforeTheFetchTimeout() {
        begin(1, 2);
        machine(0).kill();
        assertSoon(nanosUntil("another decides", () -> {
            cluster.tryCreateTopic(cluster.member(id(1)), "new");
            return cluster.sees(cluster.member(id(1)), "new");
        }));
    }

    @Test
    void whenANodeThatIsBothIsKilledTheNextControllerKnowsThatItsBrokerIsGoneToo() {
        begin(0, 1, 2);
        machine(0).kill();
        assertSoon(nanosUntil("another leads", () -> topic.seenBy(id(2)).leaderId() == id(1)));
        assertEquals(ErrorCode.NONE, topic.produce(id(1)));
    }

    @Test
    void aFollowerThatIsKilledHoldsUpAcknowledgementsForAMoment() {
        begin(0, 1, 2);
        machine(2).kill();
        assertSoon(nanosUntil("a record is acknowledged", () -> topic.produce(id(0)) == ErrorCode.NONE));
    }

    @Test
    void aMachineThatIsCutOffIsGivenItsWholeSession() {
        begin(1, 2, 0);
        cluster.world.network().partition(List.of(machine(1)), allBut(1));
        cluster.world.runFor(SESSION - 3 * SECOND);
        assertTrue(seesItActive(0, 1));
        assertEquals(id(1), topic.seenBy(id(0)).leaderId());
    }

    @Test
    void aBrokerWhoseConnectionsBreakAndThatRefusesNewOnesIsNotFencedBecauseItSpeaksUp() {
        begin(1, 2, 0);
        cluster.world.network().refuseConnects(machine(1), true);
        allBut(1).forEach(other -> cluster.world.network().reset(other, machine(1)));
        for (int i = 0; i < 30; i++) {
            cluster.world.runFor(SECOND / 10);
            assertTrue(seesItActive(0, 1));
        }
    }

    @Test
    void aBrokerThatWasTakenForDeadServesAgainOnceItIsHeard() {
        begin(1, 2, 0);
        cluster.world.network().refuseConnects(machine(1), true);
        allBut(1).forEach(other -> cluster.world.network().reset(other, machine(1)));
        cluster.world.network().partitionOneWay(List.of(machine(1)), allBut(1), 3 * SECOND);
        cluster.await("it is taken for dead", () -> !seesItActive(0, 1));
        cluster.world.network().heal();
        cluster.world.network().refuseConnects(machine(1), false);
        topic.awaitIsr(id(0), 1, 2, 3);
        assertTrue(seesItActive(0, 1));
        assertEquals(1, topic.read(topic.seenBy(id(0)).leaderId()).size());
    }

    @Test
    void ofTwoThatDieAtOnceOneIsGivenItsWholeSession() {
        cluster = new SimCluster(3, SimOptions.calm(), "controller", "broker", "broker", "broker").start()
                .awaitReady();
        topic = new SimTopic(cluster, "orders", 1, 2, 3, 4);
        cluster.world.runFor(5 * SECOND);
        cluster.member(2).machine().kill();
        cluster.member(3).machine().kill();
        cluster.world.runFor(SOON);
        assertEquals(2, cluster.metadata(cluster.member(4)).brokers().size());
        cluster.world.runFor(SESSION);
        assertEquals(1, cluster.metadata(cluster.member(4)).brokers().size());
    }

    @Test
    void aBrokerThatNobodyCouldReplaceIsGivenItsWholeSession() {
        begin(1);
        machine(1).kill();
        cluster.world.runFor(SESSION - 3 * SECOND);
        assertTrue(seesItActive(0, 1), "nobody else could lead its partition");
        cluster.world.runFor(4 * SECOND);
        assertFalse(seesItActive(0, 1));
    }

    @Test
    void aProcessThatComesBackAtOnceIsNotTakenForTheOneThatDied() {
        begin(1, 2, 0);
        machine(1).kill();
        cluster.start(cluster.member(id(1)));
        cluster.awaitReady();
        topic.awaitIsr(id(0), 1, 2, 3);
        for (int i = 0; i < 30; i++) {
            cluster.world.runFor(SECOND / 10);
            assertTrue(seesItActive(0, 1));
        }
    }
}
