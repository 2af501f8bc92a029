package dev.seedlog.sim.scenario;

import static dev.seedlog.sim.scenario.TopicOption.minIsr;
import static dev.seedlog.sim.scenario.TopicOption.setting;

import org.junit.jupiter.api.Test;

/**
 * Stories in which one moment decides, told so that it comes. Each shows a bug that is known, were it there:
 * {@code StoryMutantTest} plants it.
 */
class HardStoriesTest {

    private static ScenarioSetup threeBrokers(long seed) {
        return Scenario.seeded(seed).brokers(3).controllers(1);
    }

    @Test
    void aFollowerThatDoesNotKnowYetWhatIsCommittedKeepsIt() {
        try (var t = threeBrokers(1).topic("orders", minIsr(1))) {
            var first = t.leaderOf("orders-0");
            var second = t.followersOf("orders-0").get(0);
            var third = t.followersOf("orders-0").get(1);
            second.isolateFrom(third);
            first.slowLinkTo(third, 1_000);
            t.producer().send(10).expectAcked(10);
            first.kill();
            t.expectLeader("orders-0", second);
            t.runFor(500);
            second.kill();
            t.expectLeader("orders-0", third);
            t.consumer().expectReadsExactly(10);
        }
    }

    @Test
    void recordsOfAnEpochThatTheNextLeaderNeverHeardOfAreThrownAway() {
        try (var t = threeBrokers(2).with("leader.imbalance.check.interval.seconds", "3")
                .topic("orders", minIsr(2))) {
            var preferred = t.leaderOf("orders-0");
            t.producer().send(10).expectAcked(10);
            preferred.kill();
            t.expectLeaderOtherThan("orders-0", preferred);
            preferred.start().expectCaughtUp();
            t.expectLeader("orders-0", preferred);
            // It must know itself that it leads again, or it takes nothing that is to be thrown away.
            t.runFor(200);
            preferred.isolateFromNodes();
            t.producerPinnedTo(preferred).send(3).expectNoAck();
            t.expectLeaderOtherThan("orders-0", preferred);
            t.producer().send(5).expectAcked(5);
            preferred.heal().expectTruncatedTo(10).expectCaughtUp();
            t.consumer().expectReadsExactly(15);
        }
    }

    @Test
    void aReplicaWhoseLogPartsFromTheLeadersIsNotInSync() {
        try (var t = threeBrokers(3).topic("orders", minIsr(1))) {
            t.producer().send(10).expectAcked(10);
            var old = t.leaderOf("orders-0").isolateFromNodes();
            t.producerPinnedTo(old).send(8).expectNoAck();
            var leader = t.expectLeaderOtherThan("orders-0", old);
            t.producer().send(5).expectAcked(5);
            leader.slowLinkTo(old, 1_000);
            old.heal().expectInSync("orders-0").expectCaughtUp();
            t.consumer().expectReadsExactly(15);
        }
    }

    @Test
    void theLastReplicaAlonePromisesNothingWhereTwoAreWanted() {
        try (var t = threeBrokers(4).topic("orders", minIsr(2))) {
            var producer = t.producer().send(10).expectAcked(10);
            var leader = t.leaderOf("orders-0");
            t.followersOf("orders-0").forEach(ScenarioNode::kill);
            t.expectIsr("orders-0", leader);
            producer.send(5).expectNoAck();
            t.consumer().expectReadsExactly(10);
            t.followersOf("orders-0").forEach(ScenarioNode::start);
            producer.expectAcked(15);
        }
    }

    @Test
    void whatALeaderSaidOfItsIsrBeforeItWasReplacedIsNotObeyed() {
        try (var t = threeBrokers(5).with("replica.lag.time.max.ms", "4000").topic("orders", minIsr(1))) {
            var producer = t.producer().send(10).expectAcked(10);
            var old = t.leaderOf("orders-0");
            var next = t.followersOf("orders-0").get(0);
            old.isolateFrom(t.followersOf("orders-0").get(1));
            producer.send(1).expectAcked(11);
            t.expectIsr("orders-0", old, next);
            // That nobody follows it any more is on its way to the controller for longer than its session lasts.
            old.slowLinkTo(t.controller(), 15_000);
            old.isolateFrom(next);
            t.producerPinnedTo(old).send(1).expectNoAck();
            t.expectLeader("orders-0", next);
            producer.send(5).expectAcked(16);
            t.runFor(20_000);
            t.expectLeader("orders-0", next);
            t.consumer().expectReadsExactly(16);
        }
    }

    @Test
    void metadataThatAMajorityHasNotForcedIsNotCommitted() {
        try (var t = Scenario.seeded(6).controllers(3).brokers(1).topic("orders")) {
            var controller = t.controller();
            t.nodes().stream().filter(node -> node.id() <= 3 && node != controller).forEach(ScenarioNode::stickDisk);
            var creation = t.beginTopic("payments").expectNotCreated(3_000);
            t.nodes().forEach(ScenarioNode::unstickDisk);
            creation.expectCreated();
        }
    }

    @Test
    void nobodyIsElectedByVotesThatAreNotDurable() {
        try (var t = Scenario.seeded(7).controllers(3).brokers(1).topic("orders")) {
            t.nodes().stream().filter(node -> node.id() <= 3).forEach(ScenarioNode::stickDisk);
            t.controller().kill();
            t.expectNoElection(10_000);
            t.nodes().forEach(ScenarioNode::unstickDisk);
            t.expectElection();
        }
    }

    @Test
    void aControllerThatIsStartedAgainAtOnceLeadsInANewEpochOnly() {
        try (var t = Scenario.seeded(8).controllers(3).brokers(1).topic("orders")) {
            t.controller().kill().start();
            t.expectElection();
            t.topic("payments");
        }
    }

    /** The story of figure 8 of the Raft paper; a fetch brings one batch, so that it can be told. */
    @Test
    void metadataOfAnEarlierEpochIsNotCommittedBecauseAMajorityHasIt() {
        try (var t = Scenario.seeded(9).controllers(3).brokers(1).with("controller.quorum.fetch.max.bytes", "1")
                .with("controller.quorum.election.timeout.ms", "3000").with("metadata.max.idle.interval.ms", "0")
                .topic("orders")) {
            var first = t.controller();
            var others = t.nodes().subList(0, 3).stream().filter(node -> node != first).toList();
            others.get(0).slowLinkTo(others.get(1), 600);
            others.get(1).slowLinkTo(others.get(0), 600);
            // The first one has something that nobody else has, and then the second one has, too.
            others.forEach(first::isolateFrom);
            var creation = t.beginTopic("payments");
            var second = t.expectElection().kill();
            var third = others.get(second == others.get(0) ? 1 : 0);
            // The first one leads again, and gives the third what it has of its first epoch, and nothing more.
            first.slowLinkTo(third, 600);
            first.heal();
            t.expectController(first).runFor(1_500);
            first.kill();
            // The second one's is of a later epoch, so it leads.
            second.slowLinkTo(third, 1);
            third.slowLinkTo(second, 1);
            second.start();
            t.expectController(second);
            first.start().expectServing();
            creation.expectCreated();
        }
    }

    @Test
    void whoLeftAnIsrBelowItsMinimumHasAllThatTheLastInSyncLosesWithItsDisk() {
        try (var t = threeBrokers(1).topic("orders", minIsr(2))) {
            var producer = t.producer().send(10).expectAcked(10);
            var last = t.leaderOf("orders-0");
            var first = t.followersOf("orders-0").get(0).kill();
            var second = t.followersOf("orders-0").get(1);
            t.expectIsr("orders-0", last, second);
            producer.send(5).expectAcked(15);
            second.kill();
            t.expectIsr("orders-0", last).expectEligible("orders-0", second);
            last.loseDisk();
            t.expectIsr("orders-0").expectEligible("orders-0", last, second);
            last.start();
            t.expectEligible("orders-0", second).expectLeaderless("orders-0", 5_000);
            second.start();
            t.expectLeader("orders-0", second);
            last.expectCaughtUp();
            producer.send(5).expectAcked(20);
            first.start().expectCaughtUp();
            t.consumer().expectReadsExactly(20);
        }
    }

    @Test
    void whoLedLastLeadsAgainThoughItMayHaveLostSomethingIfOthersLackMore() {
        try (var t = threeBrokers(3).topic("orders", minIsr(1), setting("flush.messages", "1"))) {
            var producer = t.producer().send(10).expectAcked(10);
            var last = t.leaderOf("orders-0");
            var followers = t.followersOf("orders-0");
            followers.forEach(ScenarioNode::kill);
            t.expectIsr("orders-0", last);
            producer.send(5).expectAcked(15);
            last.powerCut();
            t.expectIsr("orders-0").expectEligible("orders-0", last);
            followers.forEach(ScenarioNode::start);
            t.expectLeaderless("orders-0", 10_000);
            last.start();
            t.expectLeader("orders-0", last).expectServing();
            followers.forEach(ScenarioNode::expectCaughtUp);
            t.consumer().expectReadsExactly(15);
        }
    }
}
