package dev.seedlog.group;

import static dev.seedlog.group.GroupStory.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RebalanceTest {

    private final GroupStory story = new GroupStory();
    private final Participant ada = story.participant("ada");
    private final Participant bob = story.participant("bob");

    @Test
    void aNewMemberIsGivenAnIdFirstAndJoinsWithIt() {
        JoinGroupResponse first = ada.join().answer();
        assertEquals(ErrorCode.MEMBER_ID_REQUIRED.code(), first.errorCode());
        assertTrue(first.memberId().startsWith("ada-"), first.memberId());

        Recorder<JoinGroupResponse> second = ada.joinWithId();
        assertFalse(second.isDone(), "the first members of a group are collected for a while");
    }

    @Test
    void clientsThatDoNotKnowOfThatAreMembersAtOnce() {
        Recorder<JoinGroupResponse> join = ada.joinVersion(3).join();
        assertFalse(join.isDone());
        story.pass(GroupStory.DELAY_MS);
        assertEquals(1, ada.hears(join).generationId());
    }

    @Test
    void anInitialRebalanceLastsLongerWhileMembersKeepComing() {
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        story.pass(GroupStory.DELAY_MS - 100);
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(GroupStory.DELAY_MS - 100);
        assertFalse(first.isDone());
        story.pass(200);

        assertEquals(2, ada.hears(first).members().size());
        assertEquals(0, bob.hears(second).members().size(), "only the leader is told who is in the group");
        assertTrue(ada.leads());
    }

    @Test
    void twoMembersGetTheirAssignmentsWhenTheLeadersIsCommitted() {
        bothJoin();
        Recorder<SyncGroupResponse> follower = bob.sync();
        assertFalse(follower.isDone());
        story.holdCommits();
        Recorder<SyncGroupResponse> leader = ada.sync(Map.of(ada, "p0", bob, "p1"));
        assertFalse(leader.isDone());
        assertFalse(follower.isDone());
        story.commit();

        assertEquals("p0", text(leader.answer().assignment()));
        assertEquals("p1", text(follower.answer().assignment()));
        assertEquals("range", follower.answer().protocolName());
        assertEquals("Stable", story.state());
    }

    @Test
    void whoSyncsLateGetsWhatWasAssignedOnceThatIsCommitted() {
        bothJoin();
        story.holdCommits();
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        Recorder<SyncGroupResponse> late = bob.sync();
        assertFalse(late.isDone());
        story.commit();
        assertEquals("p1", text(late.answer().assignment()));
    }

    @Test
    void aThirdMemberMakesTheOthersJoinAgain() {
        stable();
        Participant eve = story.participant("eve");
        Recorder<JoinGroupResponse> third = eve.joinWithId();
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, ada.heartbeat());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, bob.heartbeat());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, bob.sync().refusal().error());

        Recorder<JoinGroupResponse> first = ada.join();
        assertFalse(first.isDone(), "bob is still missing");
        Recorder<JoinGroupResponse> second = bob.join();
        assertEquals(3, ada.hears(first).members().size());
        assertEquals(2, bob.hears(second).generationId());
        assertEquals(2, eve.hears(third).generationId());
    }

    @Test
    void aCooperativeRebalanceTakesTwoGenerations() {
        stable();
        Participant eve = story.participant("eve");
        Recorder<JoinGroupResponse> third = eve.joinWithId();
        Recorder<JoinGroupResponse> first = ada.join();
        Recorder<JoinGroupResponse> second = bob.join();
        ada.hears(first);
        bob.hears(second);
        eve.hears(third);
        Recorder<SyncGroupResponse> nothingYet = eve.sync();
        Recorder<SyncGroupResponse> less = bob.sync();
        ada.sync(Map.of(ada, "p0", bob, "p1", eve, ""));
        assertEquals("", text(nothingYet.answer().assignment()));
        assertEquals("p1", text(less.answer().assignment()));

        // Bob has revoked what it gave up, and says so by joining again with other metadata.
        bob.knowsOnly("range", GroupStory.subscription("orders", "refunds"));
        second = bob.join();
        assertFalse(second.isDone());
        first = ada.join();
        third = eve.join();
        assertEquals(3, ada.hears(first).generationId());
        assertEquals(3, bob.hears(second).generationId());
        assertEquals(3, eve.hears(third).generationId());
    }

    @Test
    void aMemberThatDoesNotComeBackIsOut() {
        stable();
        Participant eve = story.participant("eve");
        Recorder<JoinGroupResponse> third = eve.joinWithId();
        Recorder<JoinGroupResponse> first = ada.join();
        for (int i = 0; i < GroupStory.REBALANCE_MS / 5_000 - 1; i++) {
            story.pass(5_000);
            assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, bob.heartbeat());
        }
        assertFalse(first.isDone());
        story.pass(5_000);

        assertEquals(2, ada.hears(first).members().size());
        assertEquals(2, eve.hears(third).generationId());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, bob.heartbeat());
    }

    @Test
    void anotherLeadsWhenTheLeaderLeaves() {
        stable();
        assertEquals(ErrorCode.NONE, ada.leave());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, bob.heartbeat());
        JoinGroupResponse answer = bob.hears(bob.join());
        assertTrue(bob.leads());
        assertEquals(1, answer.members().size());
        assertEquals(2, answer.generationId());
    }

    @Test
    void anotherLeadsWhenTheLeaderDoesNotJoinAgain() {
        stable();
        Recorder<JoinGroupResponse> second = bob.knowsOnly("range", GroupStory.subscription("x")).join();
        story.pass(GroupStory.SESSION_MS);
        bob.hears(second);
        assertTrue(bob.leads());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, ada.heartbeat());
    }

    @Test
    void aMemberThatFallsSilentIsOutAfterItsSessionTimeout() {
        stable();
        for (int i = 0; i < 3; i++) {
            story.pass(GroupStory.SESSION_MS / 2);
            ada.heartbeat();
        }
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, bob.heartbeat());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, ada.heartbeat());
    }

    @Test
    void heartbeatsKeepAMemberIn() {
        stable();
        for (int i = 0; i < 10; i++) {
            story.pass(GroupStory.SESSION_MS - 1_000);
            assertEquals(ErrorCode.NONE, ada.heartbeat());
            assertEquals(ErrorCode.NONE, bob.heartbeat());
        }
    }

    @Test
    void membersThatNeverSyncAreOutAlthoughTheyBeat() {
        bothJoin();
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        for (int i = 0; i < GroupStory.REBALANCE_MS / 5_000; i++) {
            assertEquals(ErrorCode.NONE, bob.heartbeat());
            ada.heartbeat();
            story.pass(5_000);
        }
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, bob.heartbeat());
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, ada.heartbeat());
    }

    @Test
    void aLeaderThatNeverSyncsIsOutAndTheOthersAreToldToJoinAgain() {
        bothJoin();
        Recorder<SyncGroupResponse> follower = bob.sync();
        for (int i = 0; i < GroupStory.REBALANCE_MS / 5_000; i++) {
            ada.heartbeat();
            story.pass(5_000);
        }
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, follower.refusal().error());
        bob.hears(bob.join());
        assertTrue(bob.leads());
    }

    @Test
    void whoDidNotHearTheAnswerToItsJoinAsksAgain() {
        bothJoin();
        JoinGroupResponse again = bob.join().answer();
        assertEquals(1, again.generationId());
        assertEquals("CompletingRebalance", story.state());
        assertEquals(2, ada.join().answer().members().size(), "the leader is told again who is in the group");
        assertEquals(1, ada.generation());
    }

    @Test
    void inAStableGroupTheSameJoinOfAFollowerDisturbsNobodyButThatOfTheLeaderDoes() {
        stable();
        assertEquals(1, bob.join().answer().generationId());
        assertEquals("Stable", story.state());
        assertFalse(ada.join().isDone());
        assertEquals("PreparingRebalance", story.state());
    }

    @Test
    void theSecondJoinOfAMemberTakesThePlaceOfTheFirst() {
        stable();
        Recorder<JoinGroupResponse> lost = ada.join();
        Recorder<JoinGroupResponse> heard = ada.join();
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, lost.refusal().error());
        bob.hears(bob.join());
        assertEquals(2, ada.hears(heard).generationId());
    }

    @Test
    void theSecondSyncOfAMemberTakesThePlaceOfTheFirst() {
        bothJoin();
        Recorder<SyncGroupResponse> lost = bob.sync();
        Recorder<SyncGroupResponse> heard = bob.sync();
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, lost.refusal().error());
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        assertEquals("p1", text(heard.answer().assignment()));
    }

    @Test
    void whoIsGivenAnIdIsWaitedForAndWhoDoesNotUseItIsNot() {
        stable();
        Participant eve = story.participant("eve");
        assertEquals(ErrorCode.MEMBER_ID_REQUIRED.code(), eve.join().answer().errorCode());
        Recorder<JoinGroupResponse> first = ada.join();
        Recorder<JoinGroupResponse> second = bob.join();
        assertFalse(first.isDone(), "eve has an id and is waited for");
        story.pass(GroupStory.SESSION_MS);
        assertEquals(2, ada.hears(first).members().size());
        assertEquals(2, bob.hears(second).generationId());
    }

    @Test
    void theProtocolThatMostPreferAmongThoseThatAllKnowIsChosen() {
        Participant eve = story.participant("eve");
        ada.knowsOnly("sticky", GroupStory.bytes("s")).knows("range", GroupStory.bytes("r"))
                .knows("robin", GroupStory.bytes("a"));
        bob.knowsOnly("robin", GroupStory.bytes("b")).knows("range", GroupStory.bytes("r"));
        eve.knowsOnly("robin", GroupStory.bytes("e")).knows("range", GroupStory.bytes("r"));
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        Recorder<JoinGroupResponse> third = eve.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);

        JoinGroupResponse answer = ada.hears(first);
        assertEquals("robin", answer.protocolName());
        assertEquals("a", text(answer.members().get(0).metadata()));
        bob.hears(second);
        eve.hears(third);
    }

    @Test
    void theLastToLeaveLeavesAnEmptyGroupBehind() {
        stable();
        ada.leave();
        bob.leave();
        assertEquals("Empty", story.state());
        assertNotEquals(0, story.log.records().size());
        story.failOver();
        assertEquals("Empty", story.state());
        story.pass(0);
        Participant eve = story.participant("eve");
        Recorder<JoinGroupResponse> join = eve.joinWithId();
        story.pass(GroupStory.DELAY_MS);
        assertEquals(3, eve.hears(join).generationId(), "generations go on from the last one");
    }

    @Test
    void aRebalanceTimeoutOfNothingIsNoReasonToFail() {
        Recorder<JoinGroupResponse> join = ada.rebalanceMs(0).joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(join);
        ada.sync(Map.of(ada, "p0"));
        story.participant("eve").rebalanceMs(-7).joinWithId();
        story.pass(GroupStory.SESSION_MS);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, ada.heartbeat());
    }

    private void bothJoin() {
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
    }

    private void stable() {
        bothJoin();
        Recorder<SyncGroupResponse> follower = bob.sync();
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        assertEquals("p1", text(follower.answer().assignment()));
    }
}
