package dev.seedlog.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.machine.Recorder;
import dev.seedlog.machine.Refusal;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.OffsetCommitResponse;
import dev.seedlog.wire.message.OffsetFetchResponse;
import dev.seedlog.wire.message.SyncGroupResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitTest {

    private final GroupStory story = new GroupStory();
    private final Participant ada = story.participant("ada");

    @Test
    void someoneWithoutAGroupCommitsAndReads() {
        assertEquals(-1, story.committed("orders"));
        assertEquals(ErrorCode.NONE, ada.commit("orders", 17));
        assertEquals(17, story.committed("orders"));
        assertEquals("Empty", story.state());
    }

    @Test
    void aGenerationOfAGroupThatIsNotKnownIsRefusedInTheWordsOfItsVersion() {
        ada.generation(4);
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, Participant.outcome(ada.committing("orders", 1, "", -1, 9)));
        assertEquals(ErrorCode.ILLEGAL_GENERATION, Participant.outcome(ada.committing("orders", 1, "", -1, 8)));
    }

    @Test
    void whileTheGroupHasMembersNobodyElseCommits() {
        stable();
        assertEquals(ErrorCode.UNKNOWN_MEMBER_ID, story.participant("eve").commit("orders", 1));
        assertEquals(-1, story.committed("orders"));
        assertEquals(ErrorCode.NONE, ada.commit("orders", 5));
        assertEquals(5, story.committed("orders"));
    }

    @Test
    void membersCommitWhileARebalanceIsPreparedButNotWhileItCompletes() {
        stable();
        Participant bob = story.participant("bob");
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        assertEquals(ErrorCode.NONE, ada.commit("orders", 6));
        Participant before = ada.twin();
        ada.hears(ada.join());
        bob.hears(second);
        assertEquals(ErrorCode.REBALANCE_IN_PROGRESS, ada.commit("orders", 7));
        assertEquals(ErrorCode.ILLEGAL_GENERATION, before.commit("orders", 8));
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        assertEquals(ErrorCode.ILLEGAL_GENERATION, before.commit("orders", 8));
        assertEquals(6, story.committed("orders"));
    }

    @Test
    void aCommitKeepsASessionAlive() {
        stable();
        for (int i = 0; i < 5; i++) {
            story.pass(GroupStory.SESSION_MS - 1_000);
            assertEquals(ErrorCode.NONE, ada.commit("orders", i));
        }
    }

    @Test
    void wordsThatAreTooLongAreRefusedForTheirPartition() {
        assertEquals(ErrorCode.OFFSET_METADATA_TOO_LARGE,
                Participant.outcome(ada.committing("orders", 1, "seventeen letters")));
        assertEquals(ErrorCode.NONE, Participant.outcome(ada.committing("orders", 1, "sixteen letters!")));
        assertEquals("sixteen letters!",
                story.fetching("orders").answer().topics().get(0).partitions().get(0).metadata());
    }

    @Test
    void aCommitIsAnsweredAndReadOnceItIsCommitted() {
        story.holdCommits();
        Recorder<OffsetCommitResponse> commit = ada.committing("orders", 9, "");
        Recorder<OffsetFetchResponse.OffsetFetchResponseGroup> fetch = story.fetching("orders");
        assertFalse(commit.isDone());
        assertFalse(fetch.isDone());
        story.commit();
        assertEquals(ErrorCode.NONE, Participant.outcome(commit));
        assertEquals(9, fetch.answer().topics().get(0).partitions().get(0).committedOffset());
    }

    @Test
    void aCommitThatTakesTooLongMayStillHaveHappened() {
        story.holdCommits();
        Recorder<OffsetCommitResponse> commit = ada.committing("orders", 9, "");
        story.pass(GroupStory.COMMIT_TIMEOUT_MS + 100);
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, commit.refusal().error());
        story.commit();
        assertEquals(9, story.committed("orders"));
    }

    @Test
    void whatTheLogRefusesDidNotHappen() {
        story.log.refuse(Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, ada.commit("orders", 9));
        assertEquals(-1, story.committed("orders"));
    }

    @Test
    void anAssignmentThatTheLogRefusesIsBroughtAgain() {
        Participant bob = story.participant("bob");
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
        Recorder<SyncGroupResponse> waiting = bob.sync();
        story.log.refuse(Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, ada.sync(Map.of(ada, "p0")).refusal().error());
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, waiting.refusal().error());
        story.log.refuse(null);

        assertEquals(1, ada.hears(ada.join()).generationId());
        waiting = bob.sync();
        ada.sync(Map.of(ada, "p0", bob, "p1"));
        assertEquals("p1", GroupStory.text(waiting.answer().assignment()));
    }

    @Test
    void aLeaderWhoseAssignmentIsRefusedAndWhoDiesIsNotWaitedForForever() {
        ada.hears(joined());
        story.log.refuse(Refusal.of(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        ada.sync(Map.of(ada, "p0"));
        story.log.refuse(null);
        story.pass(GroupStory.SESSION_MS + 100);
        assertEquals("Empty", story.state());
    }

    @Test
    void anAssignmentWhoseCommitTakesTooLongIsHadByAskingAgain() {
        Participant bob = story.participant("bob");
        Recorder<JoinGroupResponse> first = ada.joinWithId();
        Recorder<JoinGroupResponse> second = bob.joinWithId();
        story.pass(2 * GroupStory.DELAY_MS);
        ada.hears(first);
        bob.hears(second);
        Recorder<SyncGroupResponse> follower = bob.sync();
        story.holdCommits();
        Recorder<SyncGroupResponse> leader = ada.sync(Map.of(ada, "p0", bob, "p1"));
        story.pass(GroupStory.COMMIT_TIMEOUT_MS + 100);
        assertTrue(leader.isRefused());
        assertEquals(ErrorCode.COORDINATOR_NOT_AVAILABLE, follower.refusal().error());
        Recorder<SyncGroupResponse> again = bob.sync();
        assertFalse(again.isDone());
        story.commit();
        assertEquals("p1", GroupStory.text(again.answer().assignment()));
    }

    @Test
    void heartbeatsOfAStableGenerationWaitForNothing() {
        stable();
        story.holdCommits();
        ada.committing("orders", 3, "");
        assertEquals(ErrorCode.NONE, ada.heartbeat());
    }

    private Recorder<JoinGroupResponse> joined() {
        Recorder<JoinGroupResponse> join = ada.joinWithId();
        story.pass(GroupStory.DELAY_MS);
        return join;
    }

    private void stable() {
        ada.hears(joined());
        ada.sync(Map.of(ada, "p0"));
    }
}
