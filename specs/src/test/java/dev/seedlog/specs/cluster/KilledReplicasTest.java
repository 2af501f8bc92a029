package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.simworld.SimOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas that are killed have all that they had; those that have lost their power are another matter. */
class KilledReplicasTest {

    private static final long SESSION_NANOS = 9 * SimCluster.SECOND;

    private static SimCluster cluster(long seed, int brokers, String... settings) {
        String[] roles = new String[brokers + 1];
        for (int i = 0; i < brokers; i++) {
            roles[i] = "broker";
        }
        roles[brokers] = "controller";
        SimCluster cluster = new SimCluster(seed, SimOptions.calm(), roles);
        for (int i = 0; i < settings.length; i += 2) {
            cluster.with(settings[i], settings[i + 1]);
        }
        return cluster.start().awaitReady();
    }

    private static void start(SimCluster cluster, int... brokers) {
        for (int broker : brokers) {
            cluster.start(cluster.member(broker));
        }
    }

    @Test
    void threeKilledProcessesComeBackWithAllTheirDataAndLeadAtOnce() {
        SimCluster cluster = cluster(1, 3);
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 10);
        for (int broker = 1; broker <= 3; broker++) {
            cluster.member(broker).machine().kill();
        }
        long killed = cluster.world.nowNanos();
        start(cluster, 1, 2, 3);
        cluster.awaitReady();
        cluster.await("somebody leads", () -> topic.seenBy(1).leaderId() > 0);
        assertTrue(cluster.world.nowNanos() - killed < SESSION_NANOS, "nobody's session had to end");
        assertEquals(List.of(1, 2, 3), topic.seenBy(1).isrNodes().stream().sorted().toList());
        assertEquals(topic.acknowledged, topic.awaitAllRead(1));
        topic.produceAll(topic.seenBy(1).leaderId(), 3);
    }

    @Test
    void ofTwoReplicasTheOneThatWasKilledLeadsAndTheOneThatLostItsPowerFollows() {
        for (int seed = 0; seed < 12; seed++) {
            SimCluster cluster = cluster(seed, 2);
            SimTopic topic = new SimTopic(cluster, "orders", 1, 1, 2);
            topic.produceAll(1, 10);
            cluster.member(2).machine().kill();
            cluster.member(1).machine().powerCut();
            // Whoever is back first.
            start(cluster, seed % 2 == 0 ? new int[] {2, 1} : new int[] {1, 2});
            cluster.awaitReady();
            cluster.await("the other one leads", () -> topic.seenBy(2).leaderId() == 2);
            assertEquals(topic.acknowledged, topic.awaitAllRead(2));
            topic.produceAll(2, 3);
            topic.awaitIsr(2, 1, 2);
        }
    }

    @Test
    void aReplicaThatIsKilledAgainAndAgainWhileItRegistersHasLostNothing() {
        SimCluster cluster = cluster(3, 2);
        SimTopic topic = new SimTopic(cluster, "orders", 1, 1, 2);
        topic.produceAll(1, 10);
        cluster.member(2).machine().kill();
        cluster.member(1).machine().powerCut();
        for (int i = 0; i < 20; i++) {
            start(cluster, 2);
            cluster.world.runFor((1 + 3 * i) * SimCluster.SECOND / 1000);
            cluster.member(2).machine().kill();
        }
        start(cluster, 2, 1);
        cluster.awaitReady();
        cluster.await("it leads", () -> topic.seenBy(2).leaderId() == 2);
        assertEquals(topic.acknowledged, topic.awaitAllRead(2));
    }

    @Test
    void whereAcknowledgementsImplyAForceNoPowerCutTakesAReplicaOutOfSync() {
        SimCluster cluster = cluster(4, 3, "seedlog.fsync.acks", "true");
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 10);
        for (int broker = 1; broker <= 3; broker++) {
            cluster.member(broker).machine().powerCut();
        }
        start(cluster, 1, 2, 3);
        cluster.awaitReady();
        cluster.await("somebody leads", () -> topic.seenBy(1).leaderId() > 0);
        assertEquals(List.of(1, 2, 3), topic.seenBy(1).isrNodes().stream().sorted().toList());
        assertEquals(topic.acknowledged, topic.awaitAllRead(1));
    }
}
