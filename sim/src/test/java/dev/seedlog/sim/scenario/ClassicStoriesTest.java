package dev.seedlog.sim.scenario;

import static dev.seedlog.sim.scenario.TopicOption.minIsr;
import static dev.seedlog.sim.scenario.TopicOption.partitions;
import static dev.seedlog.sim.scenario.TopicOption.replicas;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The stories that every replicated log has to survive. When each ends, its whole history is judged. */
class ClassicStoriesTest {

    @Test
    void aMinorityLeaderThatIsIsolatedAndHealedLosesOnlyWhatNobodyWasPromised() {
        try (var t = Scenario.seeded(7).brokers(3).topic("orders", partitions(1), replicas(3), minIsr(2))) {
            t.producer().acksAll().send(10).expectAcked(10);
            var old = t.leaderOf("orders-0").isolateFromBrokers();
            t.producerPinnedTo(old).acksAll().send(3).expectNoAck();
            t.producer().acksAll().send(5).expectAcked(5);
            old.heal().expectTruncatedTo(10).expectCaughtUp();
            t.consumer().expectReadsExactly(15);
        }
    }

    @Test
    void twoQuickFailoversLoseNothing() {
        try (var t = Scenario.seeded(1).brokers(3).topic("orders", minIsr(2))) {
            var producer = t.producer().acksAll().send(10).expectAcked(10);
            var first = t.leaderOf("orders-0").kill();
            var second = t.expectLeaderOtherThan("orders-0", first);
            producer.send(5);
            first.start();
            second.kill();
            var third = t.expectLeaderOtherThan("orders-0", second);
            producer.send(5).expectAcked(20);
            second.start().expectCaughtUp();
            third.expectCaughtUp();
            t.consumer().expectReadsExactly(20);
        }
    }

    @Test
    void nobodyButTheLastReplicaStandingMayLeadWhenAllComeBack() {
        try (var t = Scenario.seeded(2).brokers(3).controllers(1).topic("orders", minIsr(1))) {
            var producer = t.producer().acksAll().send(5).expectAcked(5);
            var last = t.leaderOf("orders-0");
            List<ScenarioNode> followers = t.followersOf("orders-0");
            followers.forEach(ScenarioNode::kill);
            t.expectIsr("orders-0", last);
            producer.send(5).expectAcked(10);
            last.kill();
            followers.forEach(ScenarioNode::start);
            t.expectLeaderless("orders-0", 15_000);
            last.start();
            t.expectLeader("orders-0", last);
            followers.forEach(ScenarioNode::expectCaughtUp);
            t.consumer().expectReadsExactly(10);
        }
    }

    @Test
    void thePreferredLeaderLeadsAgainWhenItIsBack() {
        try (var t = Scenario.seeded(3).brokers(3).controllers(1).with("leader.imbalance.check.interval.seconds", "5")
                .topic("orders", minIsr(2))) {
            var producer = t.producer().send(5).expectAcked(5);
            var preferred = t.leaderOf("orders-0");
            preferred.stop();
            t.expectLeaderOtherThan("orders-0", preferred);
            producer.send(5).expectAcked(10);
            preferred.start().expectCaughtUp();
            t.expectLeader("orders-0", preferred);
            producer.send(5).expectAcked(15);
            t.consumer().expectReadsExactly(15);
        }
    }

    @Test
    void aSlowFollowerLeavesTheIsrAndComesBackIntoIt() {
        try (var t = Scenario.seeded(4).brokers(3).controllers(1).with("replica.lag.time.max.ms", "4000")
                .topic("orders", minIsr(2))) {
            var producer = t.producer().sendEvery(20).expectProgress(10);
            var leader = t.leaderOf("orders-0");
            var slow = t.followersOf("orders-0").get(0);
            var other = t.followersOf("orders-0").get(1);
            slow.isolateFrom(leader);
            t.expectIsr("orders-0", leader, other);
            producer.expectProgress(10);
            slow.heal();
            t.expectIsr("orders-0", leader, other, slow);
            producer.expectProgress(10).rest().expectAllAcked();
            slow.expectCaughtUp();
            t.consumer().expectReadsExactly(producer.acked());
        }
    }

    @Test
    void aTopicWhoseControllerDiesWhileItCreatesItIsThereOnceAndWhole() {
        for (long seed = 1; seed <= 5; seed++) {
            try (var t = Scenario.seeded(seed).brokers(3).controllers(3).topic("orders")) {
                var old = t.controller();
                var creation = t.beginTopic("payments", partitions(10), replicas(3));
                old.killWhenItWrites();
                old.expectDown();
                t.expectControllerOtherThan(old);
                creation.expectCreated();
                t.producer().to("payments-9").send(5).expectAcked(5);
                old.start().expectServing();
                t.consumer().expectReadsExactly(5);
            }
        }
    }

    @Test
    void aLeaderThatStandsStillLongerThanItsSessionLeadsNoMoreWhenItGoesOn() {
        try (var t = Scenario.seeded(5).brokers(3).controllers(1).topic("orders", minIsr(2))) {
            t.producer().send(5).expectAcked(5);
            var paused = t.leaderOf("orders-0").pause();
            t.producerPinnedTo(paused).acksLeader().send(3).expectNoAck();
            paused.expectFenced();
            t.expectLeaderOtherThan("orders-0", paused);
            t.producer().send(5).expectAcked(5);
            paused.resume();
            paused.expectServing().expectCaughtUp();
            t.consumer().expectReadsExactly(10);
        }
    }

    @Test
    void aVoterIsReplacedUnderLoad() {
        try (var t = Scenario.seeded(6).brokers(3).controllers(4).changingVoters().topic("orders", minIsr(2))) {
            var producer = t.producer().sendEvery(50).expectProgress(5);
            t.voters().add(t.node(2)).add(t.node(3)).expect(t.node(1), t.node(2), t.node(3));
            t.node(3).loseDisk();
            producer.expectProgress(5);
            t.voters().remove(t.node(3)).add(t.node(4)).expect(t.node(1), t.node(2), t.node(4));
            t.node(1).kill();
            t.expectControllerOtherThan(t.node(1));
            t.topic("payments");
            producer.expectProgress(5).rest().expectAllAcked();
            t.consumer().expectReadsExactly(producer.acked());
        }
    }

    @Test
    void aVoterThatListensElsewhereTellsTheOthersBeforeTheyNeedIt() {
        try (var t = Scenario.seeded(9).brokers(1).controllers(3).changingVoters().topic("orders")) {
            t.voters().add(t.node(2)).add(t.node(3));
            t.node(3).kill().startElsewhere();
            t.runFor(15_000);
            t.node(3).isolateFrom(t.node(1));
            t.topic("payments");
            t.node(1).kill();
            // What is committed only 2 has, so it has to reach 3: that has its vote, and would not be elected.
            t.expectController(t.node(2));
            t.topic("returns");
        }
    }

    @Test
    void aFollowerThatLosesItsDiskComesBackEmptyAndCatchesUp() {
        try (var t = Scenario.seeded(8).brokers(3).controllers(1).topic("orders", minIsr(2))) {
            var producer = t.producer().send(10).expectAcked(10);
            var leader = t.leaderOf("orders-0");
            var lost = t.followersOf("orders-0").get(0).loseDisk();
            var other = t.followersOf("orders-0").get(1);
            t.expectIsr("orders-0", leader, other);
            lost.start().expectCaughtUp();
            producer.send(5).expectAcked(15);
            leader.kill();
            other.kill();
            t.expectLeader("orders-0", lost);
            t.consumer().expectReadsExactly(15);
        }
    }

    @Test
    void withoutEligibleReplicasTheLastInSyncIsWaitedFor() {
        try (var t = Scenario.seeded(9).brokers(3).controllers(1)
                .feature("eligible.leader.replicas.version", 0).topic("orders", minIsr(2))) {
            t.producer().send(10).expectAcked(10);
            var last = t.leaderOf("orders-0");
            var followers = t.followersOf("orders-0");
            followers.forEach(ScenarioNode::kill);
            t.expectIsr("orders-0", last).expectEligible("orders-0");
            last.kill();
            followers.forEach(ScenarioNode::start);
            t.expectLeaderless("orders-0", 15_000).expectIsr("orders-0", last);
            last.start();
            t.expectLeader("orders-0", last);
            t.consumer().expectReadsExactly(10);
        }
    }
}
