package dev.seedlog.sim.scenario;

import static dev.seedlog.sim.scenario.TopicOption.minIsr;
import static dev.seedlog.sim.scenario.TopicOption.replicas;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A story that does not go as it is told fails, and says why. */
class ScenarioTest {

    private static void assertSays(ScenarioFailure failure, String... parts) {
        for (String part : parts) {
            assertTrue(failure.getMessage().contains(part), () -> part + " is not in\n" + failure.getMessage());
        }
    }

    @Test
    void whatDoesNotHoldIsToldWithWhatWasSeenAndWhatHappened() {
        try (var t = Scenario.seeded(3).brokers(3).controllers(1).topic("orders", minIsr(2))) {
            var leader = t.leaderOf("orders-0");
            t.followersOf("orders-0").forEach(ScenarioNode::kill);
            t.expectIsr("orders-0", leader);
            assertSays(assertThrows(ScenarioFailure.class, () -> t.producer().send(2).expectAcked(2)),
                    "expected: 2 records of producer-2 are acknowledged, within 60 s",
                    "seen: 0 of 2 acknowledged", "seed 3", "is killed", "is fenced", "ISR [" + leader.id() + "]",
                    "sends 2 records");
        }
    }

    @Test
    void moreThanWasExpectedIsAFailureToo() {
        try (var t = Scenario.seeded(4).brokers(1).topic("orders")) {
            t.producer().send(3).expectAcked(3);
            assertSays(assertThrows(ScenarioFailure.class, () -> t.consumer().expectReadsExactly(2)),
                    "reads exactly 2 records", "it has read 3");
        }
    }

    @Test
    void anAcknowledgementWhereNoneIsExpectedIsAFailure() {
        try (var t = Scenario.seeded(5).brokers(1).topic("orders")) {
            assertThrows(ScenarioFailure.class, () -> t.producer().send(1).expectNoAck());
        }
    }

    @Test
    void aRecordThatIsLostIsFoundWhenTheStoryEnds() {
        ScenarioFailure failure = assertThrows(ScenarioFailure.class, () -> {
            try (var t = Scenario.seeded(6).brokers(2).controllers(1)
                    .with("unclean.leader.election.enable", "true").topic("orders", replicas(2), minIsr(1))) {
                var leader = t.leaderOf("orders-0");
                var follower = t.followersOf("orders-0").get(0).kill();
                t.expectIsr("orders-0", leader);
                t.producer().send(5).expectAcked(5);
                leader.kill();
                follower.start();
                t.expectLeader("orders-0", follower);
            }
        });
        assertSays(failure, "the history of all clients is right", "lost-write");
    }

    @Test
    void aNodeThatEndsByItselfEndsTheStory() {
        try (var t = Scenario.seeded(7).brokers(1).topic("orders")) {
            t.node(1).server().node().disk().faults().failWrites(1_000);
            assertSays(assertThrows(ScenarioFailure.class, () -> t.producer().send(1).expectAcked(1)),
                    "expected: node 1 runs", "it ended");
        }
    }

    @Test
    void equalSeedsTellTheSameStory() {
        assertEquals(hash(8), hash(8));
        assertNotEquals(hash(8), hash(9));
    }

    private static String hash(long seed) {
        try (var t = Scenario.seeded(seed).brokers(3).shards(2).inAnOddWorld().topic("orders", minIsr(2))) {
            t.producer().send(10).expectAcked(10);
            var old = t.leaderOf("orders-0").powerCut();
            t.expectLeaderOtherThan("orders-0", old);
            old.start().expectCaughtUp();
            return t.story().cluster().world().trace().hex();
        }
    }
}
