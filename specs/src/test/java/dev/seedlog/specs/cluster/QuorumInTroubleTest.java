package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clusters of several roles under drawn faults, while topics are created through any broker: what was acknowledged is
 * there in the end, all nodes come to serve, and all the while epochs have one leader and committed metadata is the
 * same everywhere.
 */
class QuorumInTroubleTest {

    private static final long SECOND = SimCluster.SECOND;
    private static final int SEEDS = Integer.getInteger("seedlog.test.quorum.seeds", 4);
    private static final long FIRST = Long.getLong("seedlog.test.quorum.first", 0);
    private static final int ROUNDS = 30;
    private static final int CALM_SECONDS = 30;
    private static final int TOPIC_EXISTS = 36;
    private static final int NO_SUCH_REPLICATION = 38;

    private static final List<List<String>> ROLES = List.of(
            List.of("broker,controller", "broker,controller", "broker,controller"),
            List.of("controller", "controller", "controller", "broker", "broker"),
            List.of("controller", "broker", "broker"),
            List.of("broker,controller", "controller", "controller", "broker"),
            List.of("controller", "controller", "controller", "controller", "controller", "broker"),
            List.of("controller", "controller", "controller", "controller", "broker", "broker"));
    /** The last of them begin with one voter, and others come and go. */
    private static final int CHANGING = 5;

    private int changes;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, CHANGING})
    void whatIsAcknowledgedIsThereAndAllComeToServe(int roles) {
        int acknowledged = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                acknowledged += new Run(seed, ROLES.get(roles), roles == CHANGING).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("in seed " + seed + " of " + ROLES.get(roles), e);
            }
        }
        assertTrue(roles != CHANGING || changes > SEEDS, "changes of the voters are " + changes);
        assertTrue(acknowledged >= SEEDS * ROUNDS / 4, "acknowledged are " + acknowledged);
    }

    /** One seed. */
    private final class Run {
        private final SimCluster cluster;
        private final RandomSource random;
        private final Voters voters;
        private final TreeMap<Integer, Uuid> directories = new TreeMap<>();
        private final TreeMap<String, Integer> errors = new TreeMap<>();
        private final List<String> asked = new ArrayList<>();
        private int changed;

        private Run(long seed, List<String> roles, boolean changing) {
            SimOptions options = SimOptions.drawn(new SeededRandom(seed));
            this.cluster = new SimCluster(seed, options, roles.toArray(String[]::new));
            this.voters = changing ? new Voters(cluster.withChangingVoters()) : null;
            this.random = cluster.world.random("faults");
            if (random.nextInt(2) == 0) {
                cluster.with("metadata.log.max.record.bytes.between.snapshots", "2000")
                        .with("metadata.max.retention.bytes", "10000");
            }
        }

        /** How many topics were acknowledged. */
        int run() {
            if (voters == null) {
                cluster.start().awaitReady();
            } else {
                startWithOneVoter();
            }
            for (int round = 0; round < ROUNDS; round++) {
                trouble();
                createSome(round);
                if (voters != null && random.nextInt(2) == 0) {
                    changeVoters();
                }
                cluster.world.runFor(1 + random.nextInt(1_500_000_000));
            }
            calm();
            cluster.await("all is answered", () -> errors.size() == asked.size());
            List<String> acknowledged = asked.stream().filter(topic -> errors.get(topic) == 0).toList();
            for (String topic : acknowledged) {
                cluster.awaitSeen(topic);
            }
            createTheLast();
            cluster.awaitSeen("the-last");
            changes += changed;
            return acknowledged.size();
        }

        /** No new trouble; a kill that waits for a writing turn may still come. */
        private void calm() {
            cluster.world.network().heal();
            cluster.world.faults().setActive(false);
            for (int i = 0; i < CALM_SECONDS; i++) {
                for (SimCluster.Member member : cluster.members) {
                    if (member.machine().paused()) {
                        member.machine().resume();
                    }
                    restart(member);
                }
                cluster.world.runFor(SECOND);
            }
            cluster.awaitReady();
        }

        /** A broker that was fenced for a while takes a heartbeat to hold replicas again. */
        private void createTheLast() {
            SimCluster.Member broker = cluster.members.stream().filter(SimCluster.Member::isBroker).findFirst()
                    .orElseThrow();
            int error = cluster.tryCreateTopic(broker, "the-last");
            for (int tries = 0; tries < CALM_SECONDS && error == NO_SUCH_REPLICATION; tries++) {
                cluster.world.runFor(SECOND);
                error = cluster.tryCreateTopic(broker, "the-last");
            }
            assertEquals(0, error);
        }

        private void startWithOneVoter() {
            cluster.format(cluster.member(1), true);
            cluster.members.forEach(cluster::start);
            cluster.awaitReady();
            cluster.world.runFor(SECOND);
            HostPort broker = cluster.members.get(cluster.members.size() - 1).clients();
            for (SimCluster.Member member : cluster.members) {
                if (member.isController()) {
                    directories.put(member.id(), voters.directory(broker, member.id()));
                }
            }
        }

        /** Whether it is refused, done, or done and not answered, all must go on. */
        private void changeVoters() {
            SimCluster.Member member = cluster.member(1 + random.nextInt(directories.size()));
            SimCluster.Member broker = cluster.members.get(cluster.members.size() - 1 - random.nextInt(2));
            if (random.nextInt(3) > 0) {
                voters.addLater(broker.clients(), member, directories.get(member.id()), () -> changed++);
            } else {
                voters.removeLater(broker.clients(), member.id(), directories.get(member.id()), () -> changed++);
            }
        }

        private void createSome(int round) {
            List<SimCluster.Member> brokers = cluster.members.stream().filter(member -> member.isBroker()
                    && member.machine().running() && !member.machine().paused()).toList();
            if (!brokers.isEmpty()) {
                String topic = "topic-" + round;
                asked.add(topic);
                cluster.createTopicLater(brokers.get(random.nextInt(brokers.size())), topic,
                        error -> errors.put(topic, error == TOPIC_EXISTS ? 0 : error));
            }
        }

        private void trouble() {
            SimCluster.Member victim = cluster.members.get(random.nextInt(cluster.members.size()));
            SimNode machine = victim.machine();
            if (machine.paused()) {
                machine.resume();
                return;
            }
            if (!machine.running()) {
                restart(victim);
                return;
            }
            switch (random.nextInt(10)) {
                case 0 -> machine.kill();
                case 1 -> machine.killInWritingTurn();
                case 2 -> machine.powerCut();
                case 3 -> machine.powerCutInWritingTurn();
                case 4 -> machine.pause();
                case 5 -> cluster.world.network().isolate(machine);
                case 6 -> cluster.world.network().block(machine, other(victim));
                case 7 -> cluster.world.network().reset(machine, other(victim));
                case 8 -> machine.stop();
                default -> cluster.world.network().heal();
            }
        }

        private SimNode other(SimCluster.Member than) {
            int other = random.nextInt(cluster.members.size() - 1);
            return cluster.members.get(other < than.id() - 1 ? other : other + 1).machine();
        }

        private void restart(SimCluster.Member member) {
            if (!member.machine().running()) {
                assertEquals(null, member.machine().fatalReason());
                cluster.start(member);
            }
        }
    }
}
