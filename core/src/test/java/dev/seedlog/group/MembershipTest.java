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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final GroupStory story = new GroupStory();
    private final Participant ada = story.participant("ada");

    @Test
    void sessionTimeoutsHaveLimits() {
        assertEquals(ErrorCode.INVALID_SESSION_TIMEOUT, ada.sessionMs(5_999).join().refusal().error());
        assertEquals(ErrorCode.INVALID_SESSION_TIMEOUT, ada.sessionMs(60_001).join().refusal().error());
    }

    @Test
    void aGroupThatNobodyCouldJoinIsNotThere() {
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, ada.protocolType("").join().refusal().error());
        assertEquals(List.of(), story.list(List.of(), List.of()));
    }

    @Test
    void whoKnowsNoProtocolOfTheOthersCannotJoin() {
        alone();
        Participant bob = story.participant("bob").knowsOnly("robin", GroupStory.bytes("b"));
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, bob.join().refusal().error());
        Participant eve = story.participant("eve").protocolType("connect");
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, eve.join().refusal().error());
    }

    @Test
    void idsThatWereNeverGivenAreUnknown() {
        alone();
        Participant stranger = ada.twin();
        ada.leave();
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.join().refusal().error());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.sync().refusal().error());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.heartbeat());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.leave());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.commit("orders", 1));
    }

    @Test
    void withoutTheGroupEveryMemberIsUnknown() {
        Participant stranger = story.participant("eve").generation(3);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.heartbeat());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.sync().refusal().error());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, stranger.leave());
    }

    @Test
    void otherGenerationsAreIllegal() {
        alone();
        ada.generation(0);
        assertEquals(ErrorCode.ILLEGAL_GENERATION, ada.heartbeat());
        assertEquals(ErrorCode.ILLEGAL_GENERATION, ada.sync().refusal().error());
        assertEquals(ErrorCode.ILLEGAL_GENERATION, ada.commit("orders", 1));
        ada.generation(2);
        assertEquals(ErrorCode.ILLEGAL_GENERATION, ada.heartbeat());
    }

    @Test
    void aSyncThatNamesAnotherProtocolIsRefused() {
        ada.hears(joined(ada));
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
                ada.syncRaw(List.of(), "connect", "range").refusal().error());
        assertEquals(ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
                ada.syncRaw(List.of(), "consumer", "robin").refusal().error());
        assertEquals("", text(ada.syncRaw(List.of(), null, null).answer().assignment()));
    }

    @Test
    void whoWasGivenAnIdCanGiveItBack() {
        alone();
        Participant bob = story.participant("bob");
        String promised = bob.join().answer().memberId();
        assertEquals(ErrorCode.NONE, bob.leaveAs(promised, null));
        Recorder<JoinGroupResponse> again = ada.join();
        assertTrue(again.isDone(), "nobody waits for bob");
    }

    @Test
    void givingBackTheOnlyIdOfAnEmptyGroupBeginsNothing() {
        String promised = ada.join().answer().memberId();
        ada.leaveAs(promised, null);
        assertEquals("Empty", story.state());
    }

    @Test
    void aFullGroupTakesNobodyElse() {
        GroupStory small = new GroupStory(1);
        Participant one = small.participant("one");
        Recorder<JoinGroupResponse> join = one.joinWithId();
        Participant two = small.participant("two");
        assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED.code(), two.join().answer().errorCode());
        small.pass(GroupStory.DELAY_MS);
        one.hears(join);
        assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED.code(), two.join().answer().errorCode());
    }

    @Test
    void aGroupThatIsTooLargeAfterTheLimitWasLoweredKeepsThoseWhoJoinFirst() {
        Participant bob = story.participant("bob");
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
        ada.sync(Map.of());
        story.limit(1);
        story.failOver();

        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, ada.heartbeat());
        Recorder<JoinGroupResponse> stays = bob.join();
        assertEquals(ErrorCode.GROUP_MAX_SIZE_REACHED.code(), ada.join().answer().errorCode());
        assertEquals(1, bob.hears(stays).members().size());
    }

    @Test
    void aFirstJoinIsNotWaitedForForever() {
        alone();
        Participant ghost = story.participant("ghost").joinVersion(3).rebalanceMs(2_000_000);
        Recorder<JoinGroupResponse> join = ghost.join();
        for (int i = 0; i < 59; i++) {
            story.pass(5_000);
            ada.heartbeat();
        }
        assertFalse(join.isDone());
        story.pass(5_000);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, join.refusal().error());
    }

    @Test
    void aStaticMemberThatRestartsTakesItsOldPlaceAndDisturbsNobody() {
        ada.instance("desk-1").hears(joined(ada));
        Participant bob = story.participant("bob");
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        Recorder<JoinGroupResponse> first = ada.join();
        ada.hears(first);
        bob.hears(second);
        bob.sync();
        ada.sync(Map.of(ada, "p0", bob, "p1"));

        Participant restarted = story.participant("ada").instance("desk-1");
        JoinGroupResponse answer = restarted.hears(restarted.join());
        assertEquals(2, answer.generationId());
        assertTrue(answer.skipAssignment(), "it leads, but need not assign");
        assertNotEquals(ada.memberId(), restarted.memberId());
        assertEquals("p0", text(restarted.sync().answer().assignment()));
        assertEquals(ErrorCode.NONE, bob.heartbeat());
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, ada.heartbeat());
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, ada.sync().refusal().error());
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, ada.commit("orders", 1));
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, ada.join().refusal().error());
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, ada.leave());
        story.failOver();
        assertEquals(ErrorCode.NONE, restarted.heartbeat());
    }

    @Test
    void aLeaderThatCannotBeToldNotToAssignIsNotToldThatItLeads() {
        ada.instance("desk-1").hears(joined(ada));
        ada.sync(Map.of(ada, "p0"));
        Participant restarted = story.participant("ada").instance("desk-1").joinVersion(8);
        JoinGroupResponse answer = restarted.hears(restarted.join());
        assertFalse(answer.skipAssignment());
        assertFalse(restarted.leads());
    }

    @Test
    void aStaticMemberThatRestartsWhileItsTwinWaitsFencesIt() {
        Recorder<JoinGroupResponse> waiting = ada.instance("desk-1").join();
        Recorder<JoinGroupResponse> second = story.participant("ada").instance("desk-1").join();
        assertEquals(ErrorCode.FENCED_INSTANCE_ID, waiting.refusal().error());
        story.pass(GroupStory.DELAY_MS);
        assertEquals(1, second.answer().generationId());
    }

    @Test
    void anAdministratorRemovesAStaticMemberByItsInstance() {
        ada.instance("desk-1").hears(joined(ada));
        ada.sync(Map.of(ada, "p0"));
        Participant admin = story.participant("admin");
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, admin.leaveAs("", "desk-2"));
        assertEquals(ErrorCode.NONE, admin.leaveAs("", "desk-1"));
        assertEquals("Empty", story.state());
    }

    @Test
    void staticMembersAreNotOutWhenTheyMissARebalance() {
        ada.instance("desk-1").sessionMs(60_000).rebalanceMs(10_000).hears(joined(ada));
        ada.sync(Map.of(ada, "p0"));
        Participant bob = story.participant("bob").rebalanceMs(10_000);
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(10_000);
        assertEquals(2, bob.hears(second).members().size());
        assertTrue(bob.leads());
        Recorder<SyncGroupResponse> sync = bob.sync(Map.of(ada, "p0", bob, "p1"));
        assertEquals("p1", text(sync.answer().assignment()));
    }

    private Recorder<JoinGroupResponse> joined(Participant member) {
        Recorder<JoinGroupResponse> join = member.joinWithId();
        story.pass(GroupStory.DELAY_MS);
        return join;
    }

    private void alone() {
        ada.hears(joined(ada));
        ada.sync(Map.of(ada, "p0"));
    }
}
