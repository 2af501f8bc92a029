package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.seedlog.env.SeededRandom;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.message.DescribeClusterRequest;
import dev.seedlog.wire.message.DescribeClusterResponse;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import dev.seedlog.wire.message.MetadataResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several nodes with one metadata quorum. */
class SeveralNodesTest {

    private static final long SECOND = SimCluster.SECOND;
    private static final String BOTH = SimCluster.BOTH;

    private static SimCluster threeOfBoth(long seed) {
        return new SimCluster(seed, SimOptions.calm(), BOTH, BOTH, BOTH);
    }

    private static SimCluster threeControllersTwoBrokers(long seed, SimOptions options) {
        return new SimCluster(seed, options, "controller", "controller", "controller", "broker", "broker");
    }

    @Test
    void threeNodesOfBothRolesElectAControllerAndServe() {
        SimCluster cluster = threeOfBoth(1).start().awaitReady();
        for (SimCluster.Member broker : cluster.members) {
            cluster.createTopic(broker, "through-" + broker.id());
        }
        for (SimCluster.Member broker : cluster.members) {
            cluster.awaitSeen("through-" + broker.id());
        }
        MetadataResponse metadata = cluster.metadata(cluster.member(1));
        assertEquals(List.of(1, 2, 3), metadata.brokers().stream().map(MetadataResponse.MetadataResponseBroker::nodeId)
                .toList());
        assertEquals("the-cluster", metadata.clusterId());
    }

    @Test
    void brokersWithoutAControllerJoinTheClusterThatTheyAreLedTo() {
        SimCluster cluster = threeControllersTwoBrokers(2, SimOptions.calm()).start().awaitReady();
        cluster.createTopic(cluster.member(4), "orders");
        cluster.awaitSeen("orders");
        MetadataResponse metadata = cluster.metadata(cluster.member(5));
        assertEquals(List.of(4, 5), metadata.brokers().stream().map(MetadataResponse.MetadataResponseBroker::nodeId)
                .toList());
        assertEquals("the-cluster", metadata.clusterId());
    }

    @Test
    void metadataGoesOnUnderAnotherControllerWhenTheLeaderIsKilled() {
        SimCluster cluster = threeControllersTwoBrokers(3, SimOptions.calm()).start().awaitReady();
        cluster.createTopic(cluster.member(4), "before");
        SimCluster.Member old = cluster.awaitLeader();
        old.machine().kill();
        cluster.createTopic(cluster.member(5), "after");
        cluster.awaitSeen("after");
        cluster.awaitSeen("before");
        assertNotEquals(old.id(), cluster.awaitLeader().id());
        cluster.start(old);
        cluster.awaitReady();
    }

    @Test
    void aBrokerPassesOnWhatItIsAskedOfTheQuorum() {
        SimCluster cluster = threeControllersTwoBrokers(4, SimOptions.calm()).start().awaitReady();
        DescribeQuorumResponse.PartitionData quorum = cluster.quorum(cluster.member(4).clients());
        assertEquals(0, quorum.errorCode());
        assertEquals(cluster.awaitLeader().id(), quorum.leaderId());
        assertEquals(3, quorum.currentVoters().size());
        assertEquals(List.of(4, 5), quorum.observers().stream()
                .map(DescribeQuorumResponse.ReplicaState::replicaId).sorted().toList());
    }

    @Test
    void aControllerTellsOfTheControllersThatHaveRegistered() {
        SimCluster cluster = threeControllersTwoBrokers(5, SimOptions.calm()).start().awaitReady();
        cluster.world.runFor(2 * SECOND);
        for (int id = 1; id <= 3; id++) {
            DescribeClusterResponse answer = cluster.call(cluster.member(id).controllers(), Api.DESCRIBE_CLUSTER, 1,
                    DescribeClusterRequest.builder().endpointType((byte) 2).build(), DescribeClusterResponse::read);
            assertEquals("the-cluster", answer.clusterId());
            assertEquals(cluster.awaitLeader().id(), answer.controllerId());
            assertEquals(List.of(1, 2, 3), answer.brokers().stream()
                    .map(DescribeClusterResponse.DescribeClusterBroker::brokerId).toList());
        }
    }

    @Test
    void aMemberOfAFixedQuorumThatIsNotFormattedRefusesToStart() {
        SimCluster cluster = threeOfBoth(6);
        cluster.start(cluster.member(1));
        cluster.await("it ends", () -> !cluster.member(1).machine().running());
        assertEquals(2, cluster.member(1).machine().exitStatus());
        assertNotNull(cluster.member(1).machine().fatalReason());
    }

    @Test
    void aNodeOfAnotherClusterIsToldSoAndDoesNoHarm() {
        SimCluster cluster = threeControllersTwoBrokers(8, SimOptions.calm());
        SimCluster.Member stranger = cluster.member(5);
        cluster.format(stranger, "another-cluster");
        cluster.start();
        cluster.await("the stranger ends", () -> !stranger.machine().running());
        assertEquals("this node belongs to cluster another-cluster, and the controller at ",
                stranger.machine().fatalReason().replaceFirst("node[1-3]:9093 to another$", ""));
        cluster.await("the other is ready", () -> cluster.member(4).machine().bootstrap() != null);
        cluster.createTopic(cluster.member(4), "orders");
        assertEquals(1, cluster.metadata(cluster.member(4)).brokers().size());
    }

    @Test
    void aSecondNodeWithTheIdOfOneThatIsAliveDoesNotGetIn() {
        SimCluster cluster = threeControllersTwoBrokers(9, SimOptions.calm()).with(
                "initial.broker.registration.timeout.ms", "5000").start().awaitReady();
        SimCluster.Member twin = cluster.addTwinOf(cluster.member(4));
        cluster.start(twin);
        cluster.await("the twin ends", () -> !twin.machine().running());
        assertEquals("broker 4 could not register with the controller within 5000 ms"
                + " (initial.broker.registration.timeout.ms)", twin.machine().fatalReason());
        cluster.createTopic(cluster.member(4), "orders");
        assertEquals(2, cluster.metadata(cluster.member(4)).brokers().size());
    }

    @Test
    void aControllerThatIsNoVoterObservesAndJoinsByItself() {
        SimCluster cluster = new SimCluster(10, SimOptions.calm(), "controller", "controller", "broker")
                .withChangingVoters();
        cluster.format(cluster.member(1), true);
        cluster.members.forEach(cluster::start);
        cluster.awaitReady();
        cluster.createTopic(cluster.member(3), "orders");
        DescribeQuorumResponse.PartitionData quorum = cluster.quorum(cluster.member(3).clients());
        assertEquals(List.of(1), quorum.currentVoters().stream().map(DescribeQuorumResponse.ReplicaState::replicaId)
                .toList());
        assertEquals(List.of(2, 3), quorum.observers().stream().map(DescribeQuorumResponse.ReplicaState::replicaId)
                .sorted().toList());
    }

    @Test
    void whatIsAcknowledgedSurvivesPowerCutsOfOneAfterTheOther() {
        for (long seed = 0; seed < 10; seed++) {
            SimCluster cluster = threeControllersTwoBrokers(seed, SimOptions.drawn(new SeededRandom(seed))).start()
                    .awaitReady();
            for (int round = 0; round < 5; round++) {
                SimCluster.Member victim = cluster.members.get(cluster.world.random("victims").nextInt(5));
                victim.machine().powerCutInWritingTurn();
                SimCluster.Member asked = cluster.member(victim.id() == 4 ? 5 : 4);
                cluster.createTopic(asked, "topic-" + round);
                cluster.world.runFor(SECOND);
                if (!victim.machine().running()) {
                    cluster.start(victim);
                }
                cluster.world.runFor(2 * SECOND);
            }
            cluster.awaitReady();
            for (int round = 0; round < 5; round++) {
                cluster.awaitSeen("topic-" + round);
            }
        }
    }

    @Test
    void nodesOfSeveralShardsDoTheSame() {
        SimCluster cluster = threeControllersTwoBrokers(7, SimOptions.calm()).withShards(2).start().awaitReady();
        cluster.createTopic(cluster.member(4), "orders");
        cluster.awaitSeen("orders");
        for (SimCluster.Member member : cluster.members) {
            member.machine().stop();
            cluster.await("node " + member.id() + " stops", () -> !member.machine().running());
            assertEquals(0, member.machine().exitStatus());
        }
    }
}
