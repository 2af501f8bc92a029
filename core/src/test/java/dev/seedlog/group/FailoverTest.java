package dev.seedlog.group;

import static dev.seedlog.group.GroupStory.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailoverTest {

    private final GroupStory story = new GroupStory();
    private final Participant ada = story.participant("ada");
    private final Participant bob = story.participant("bob");

    @Test
    void aStableGenerationGoesOnUnderTheNextCoordinator() {
        stable();
        ada.commit("orders", 12);
        story.failOver();
        assertEquals(ErrorCode.NONE, ada.heartbeat());
        assertEquals("p1", text(bob.sync().answer().assignment()));
        assertEquals(ErrorCode.NONE, bob.commit("refunds", 3));
        assertEquals(12, story.committed("orders"));
        assertEquals(1, bob.join().answer().generationId(), "it says what it said before, and nothing changes");
    }

    @Test
    void sessionsBeginAnew() {
        stable();
        story.pass(GroupStory.SESSION_MS - 100);
        story.failOver();
        story.pass(GroupStory.SESSION_MS - 100);
        assertEquals(ErrorCode.NONE, ada.heartbeat());
        story.pass(200);
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, bob.heartbeat());
    }

    @Test
    void whoeverWaitsIsSentAway() {
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
        Recorder<SyncGroupResponse> sync = bob.sync();
        Recorder<JoinGroupResponse> join = story.participant("eve").joinVersion(3).join();
        story.failOver();
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, sync.refusal().error());
        assertEquals(ErrorCode.NOT_COORDINATOR, join.refusal().error());
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, ada.heartbeat(), "that generation was never in the log");
    }

    @Test
    void anAssignmentThatWasNotCommittedIsForgottenAndWasHeardByNobody() {
        stable();
        bob.knowsOnly("range", GroupStory.subscription("orders", "refunds"));
        Recorder<JoinGroupResponse> second = bob.join();
        Participant adaBefore = ada.twin();
        ada.hears(ada.join());
        bob.hears(second);
        story.holdCommits();
        Recorder<SyncGroupResponse> follower = bob.sync();
        Recorder<SyncGroupResponse> leader = ada.sync(Map.of(ada, "all"));
        story.failOver();
        story.commit();
        assertEquals(ErrorCode.NOT_COORDINATOR, leader.refusal().error());
        assertEquals(ErrorCode.NOT_COORDINATOR, follower.refusal().error());
        assertEquals(ErrorCode.ILLEGAL_GENERATION, ada.heartbeat());
        assertEquals("p0", text(adaBefore.sync().answer().assignment()));
    }

    @Test
    void theNewestWordsOfAMemberAreThoseThatCount() {
        stable();
        bob.knowsOnly("range", GroupStory.subscription("refunds")).rebalanceMs(7_000);
        Recorder<JoinGroupResponse> second = bob.join();
        ada.hears(ada.join());
        bob.hears(second);
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        story.failOver();
        DescribeGroupsResponse.DescribedGroup group = story.describing(GroupStory.GROUP, true).answer();
        assertEquals(GroupStory.subscription("refunds"), group.members().stream()
                .filter(member -> member.memberId().equals(bob.memberId())).findFirst().orElseThrow()
                .memberMetadata());
        assertEquals(2, bob.join().answer().generationId());
    }

    @Test
    void aLossOfLeadershipFoundByAnAppendEndsEverything() {
        stable();
        story.log.lose();
        assertEquals(ErrorCode.NOT_COORDINATOR, ada.commit("orders", 1));
        assertEquals(ErrorCode.NOT_COORDINATOR, ada.heartbeat());
    }

    @Test
    void aRebalanceThatWasPreparedIsForgotten() {
        stable();
        Recorder<JoinGroupResponse> join = ada.join();
        assertFalse(join.isDone());
        story.failOver();
        assertEquals(ErrorCode.NOT_COORDINATOR, join.refusal().error());
        assertEquals("Stable", story.state());
    }

    private void stable() {
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
        bob.sync();
        ada.sync(Map.of(ada, "p0", bob, "p1"));
    }
}
