package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DeleteRecordsRequest;
import dev.seedlog.wire.message.DeleteRecordsResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One controller and three brokers that all have a replica of a partition; two must have what is acknowledged. */
class ReplicationTest {

    private static final long SECOND = SimCluster.SECOND;

    private static SimCluster threeBrokers(long seed, SimOptions options, int shards, String... settings) {
        SimCluster cluster = new SimCluster(seed, options, "broker", "broker", "broker", "controller")
                .withShards(shards);
        for (int i = 0; i < settings.length; i += 2) {
            cluster.with(settings[i], settings[i + 1]);
        }
        return cluster.start().awaitReady();
    }

    private static SimCluster calm(long seed, String... settings) {
        return threeBrokers(seed, SimOptions.calm(), 1, settings);
    }

    @Test
    void whatIsAcknowledgedIsThereUnderTheNextLeader() {
        for (int shards = 1; shards <= 3; shards += 2) {
            SimCluster cluster = threeBrokers(1, SimOptions.calm(), shards);
            SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
            topic.produceAll(1, 10);
            assertEquals(topic.acknowledged, topic.read(1));
            cluster.member(1).machine().kill();
            int next = topic.awaitLeaderOtherThan(2, 1);
            topic.produceAll(next, 5);
            assertEquals(topic.acknowledged, topic.read(next));
            cluster.start(cluster.member(1));
            cluster.awaitReady();
            topic.awaitIsr(next, 1, 2, 3);
            topic.produceAll(next, 5);
            assertEquals(topic.acknowledged, topic.read(next));
        }
    }

    @Test
    void aLeaderThatIsCutOffAcknowledgesNothingAndLosesWhatNobodyElseHas() {
        SimCluster cluster = calm(2);
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 10);
        isolateFromNodes(cluster, 1);
        for (int i = 0; i < 3; i++) {
            assertNotEquals(ErrorCode.NONE, topic.produce(1));
        }
        int next = topic.awaitLeaderOtherThan(2, 1);
        topic.produceAll(next, 5);
        cluster.world.network().heal();
        topic.awaitIsr(next, 1, 2, 3);
        assertEquals(topic.acknowledged, topic.read(next));
        cluster.member(next).machine().kill();
        int last = topic.awaitLeaderOtherThan(5 - next, next);
        topic.produceAll(last, 1);
        assertEquals(topic.acknowledged, topic.read(last));
    }

    private static void isolateFromNodes(SimCluster cluster, int broker) {
        List<SimNode> others = new ArrayList<>();
        for (SimCluster.Member member : cluster.members) {
            if (member.id() != broker) {
                others.add(member.machine());
            }
        }
        cluster.world.network().partition(List.of(cluster.member(broker).machine()), others);
    }

    @Test
    void aFollowerThatDoesNotGetThroughLeavesTheIsrAndComesBack() {
        SimCluster cluster = calm(3, "replica.lag.time.max.ms", "4000");
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 3);
        cluster.world.network().partition(List.of(cluster.member(1).machine()),
                List.of(cluster.member(3).machine()));
        cluster.await("a record is acknowledged without it", () -> topic.produce(1) == ErrorCode.NONE);
        topic.awaitIsr(1, 1, 2);
        topic.produceAll(1, 5);
        cluster.world.network().heal();
        topic.awaitIsr(1, 1, 2, 3);
        topic.produceAll(1, 3);
    }

    /** Several logs learn in one turn where their leader's logs begin; the first one's disk fails over that. */
    @Test
    void aDirectoryThatFailsOverDeletedRecordsTakesNoOtherWithIt() {
        SimCluster cluster = new SimCluster(9, SimOptions.calm(), "broker", "broker", "broker", "controller")
                .with("log.dirs", "/data,/more");
        cluster.members.forEach(member -> member.machine().disk().provide("/more"));
        cluster.start().awaitReady();
        List<SimTopic> topics = new ArrayList<>();
        List<DeleteRecordsRequest.DeleteRecordsTopic> deletions = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            SimTopic topic = new SimTopic(cluster, name, 2, 1, 2, 3);
            topic.produceAll(1, 3);
            topic.awaitIsr(1, 1, 2, 3);
            topics.add(topic);
            deletions.add(DeleteRecordsRequest.DeleteRecordsTopic.builder().name(name).partitions(List.of(
                    DeleteRecordsRequest.DeleteRecordsPartition.builder().partitionIndex(0).offset(-1).build()))
                    .build());
        }
        cluster.member(3).machine().disk().faults().where(path -> path.startsWith("/more/")).failWrites(1_000);
        cluster.call(cluster.member(1).clients(), Api.DELETE_RECORDS, 2, DeleteRecordsRequest.builder()
                .timeoutMs(1_000).topics(deletions).build(), DeleteRecordsResponse::read);
        cluster.await("some of the partitions are out of sync", () -> topics.stream()
                .anyMatch(topic -> topic.seenBy(1).isrNodes().size() == 2));
        topics.forEach(topic -> cluster.await("a record is acknowledged", () -> topic.produce(1) == ErrorCode.NONE));
        assertTrue(cluster.member(3).machine().running());
    }

    @Test
    void nothingIsAcknowledgedWhileTooFewAreInSync() {
        SimCluster cluster = calm(4);
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 3);
        cluster.member(2).machine().kill();
        cluster.member(3).machine().kill();
        topic.awaitIsr(1, 1);
        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, topic.produce(1));
        assertEquals(ErrorCode.NONE, topic.produce(1, (short) 1), "acks=1 relies on nobody else");
        assertEquals(topic.acknowledged, topic.read(1), "but nobody reads what is not committed");
        cluster.start(cluster.member(2));
        topic.awaitIsr(1, 1, 2);
        topic.produceAll(1, 2);
        assertEquals(6, topic.read(1).size());
    }

    @Test
    void aBrokerWhoseDiskIsLostComesBackEmptyAndCatchesUp() {
        SimCluster cluster = calm(5);
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 10);
        SimCluster.Member lost = cluster.member(3);
        lost.machine().powerCut();
        lost.machine().disk().wipe();
        lost.machine().disk().provide("/data");
        topic.awaitIsr(1, 1, 2);
        cluster.start(lost);
        topic.awaitIsr(1, 1, 2, 3);
        topic.produceAll(1, 5);
        assertEquals(topic.acknowledged, topic.read(1));
        cluster.member(1).machine().kill();
        topic.awaitLeader(2, 2);
        topic.produceAll(2, 2);
        assertEquals(topic.acknowledged, topic.read(2));
        cluster.member(2).machine().kill();
        topic.awaitLeader(3, 3);
        cluster.await("all is read", () -> topic.acknowledged.equals(topic.read(3)));
    }

    @Test
    void aCleanStopHandsOverWithoutALoss() {
        SimCluster cluster = calm(6);
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 5);
        cluster.member(1).machine().stop();
        int next = topic.awaitLeaderOtherThan(2, 1);
        topic.produceAll(next, 5);
        cluster.await("it has stopped", () -> !cluster.member(1).machine().running());
        assertEquals(0, cluster.member(1).machine().exitStatus());
        cluster.start(cluster.member(1));
        topic.awaitIsr(next, 1, 2, 3);
        assertEquals(topic.acknowledged, topic.read(next));
    }

    @Test
    void withForcedAcknowledgementsAPowerCutOfAllLosesNothing() {
        SimCluster cluster = calm(7, "seedlog.fsync.acks", "true");
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        topic.produceAll(1, 10);
        for (int id = 1; id <= 3; id++) {
            cluster.member(id).machine().powerCut();
        }
        for (int id = 1; id <= 3; id++) {
            cluster.start(cluster.member(id));
        }
        cluster.awaitReady();
        int leader = topic.awaitLeaderOtherThan(1, -1);
        topic.awaitIsr(leader, 1, 2, 3);
        assertEquals(topic.acknowledged, topic.read(leader));
    }

    @Test
    void killsPowerCutsAndPartitionsLoseNothing() {
        for (long seed = 100; seed < 110; seed++) {
            disturbed(seed);
        }
    }

    /** Faults that leave somebody who has what is acknowledged, one after the other; then all is well again. */
    static void disturbed(long seed) {
        SeededRandom random = new SeededRandom(seed);
        boolean forcedAcks = random.nextInt(2) == 0;
        SimCluster cluster = threeBrokers(seed, SimOptions.drawn(random), 1 + random.nextInt(3),
                "seedlog.fsync.acks", String.valueOf(forcedAcks),
                "replica.lag.time.max.ms", String.valueOf(2_000 + 1_000 * random.nextInt(10)),
                "leader.imbalance.check.interval.seconds", String.valueOf(2 + random.nextInt(20)),
                "log.segment.bytes", "1048576", "broker.session.timeout.ms", "6000");
        SimTopic topic = new SimTopic(cluster, "orders", 2, 1, 2, 3);
        for (int round = 0; round < 4; round++) {
            int victim = 1 + random.nextInt(3);
            int asked = victim % 3 + 1;
            disturb(cluster, random, victim, forcedAcks);
            for (int i = 0; i < 5; i++) {
                produceIfLed(cluster, topic, asked);
                cluster.world.runFor(random.nextInt(4) * SECOND / 2);
            }
            cluster.world.network().heal();
            for (int id = 1; id <= 3; id++) {
                if (!cluster.member(id).machine().running()) {
                    cluster.start(cluster.member(id));
                }
            }
            cluster.awaitReady();
            topic.awaitIsr(asked, 1, 2, 3);
            cluster.await("seed " + seed + ": a record is acknowledged",
                    () -> topic.produce(topic.awaitLeaderOtherThan(asked, -1)) == ErrorCode.NONE);
        }
        List<Long> found = topic.awaitAllRead(1);
        assertEquals(found.stream().sorted().distinct().toList(), found, "seed " + seed + ": as they were sent");
    }

    private static void produceIfLed(SimCluster cluster, SimTopic topic, int asked) {
        if (cluster.member(asked).machine().running()) {
            int leader = topic.seenBy(asked).leaderId();
            if (leader > 0 && cluster.member(leader).machine().running()) {
                topic.produce(leader);
            }
        }
    }

    private static void disturb(SimCluster cluster, SeededRandom random, int victim, boolean forcedAcks) {
        switch (random.nextInt(8)) {
            case 0 -> cluster.member(victim).machine().killInWritingTurn();
            case 1 -> cluster.member(victim).machine().powerCut();
            case 2 -> isolateFromNodes(cluster, victim);
            case 3 -> {
                cluster.member(victim).machine().kill();
                cluster.member(victim % 3 + 1).machine().kill();
            }
            case 4 -> {
                for (int id = 1; id <= 3; id++) {
                    cluster.member(id).machine().kill();
                }
            }
            case 5 -> {
                cluster.member(victim).machine().stop();
                cluster.await("it stops", () -> !cluster.member(victim).machine().running());
            }
            case 6 -> {
                for (int id = 1; id <= (forcedAcks ? 3 : 1); id++) {
                    cluster.member(id).machine().powerCut();
                }
            }
            default -> cluster.member(victim).machine().kill();
        }
    }
}
