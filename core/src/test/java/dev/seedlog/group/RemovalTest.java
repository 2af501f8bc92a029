package dev.seedlog.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.machine.Recorder;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeGroupsResponse;
import dev.seedlog.wire.message.JoinGroupResponse;
import dev.seedlog.wire.message.OffsetDeleteRequest;
import dev.seedlog.wire.message.OffsetDeleteResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemovalTest {

    private static final long AFTER_RETENTION_MS = GroupStory.RETENTION_MS + 2 * GroupStory.RETENTION_CHECK_MS;

    private final GroupStory story = new GroupStory();
    private final Participant ada = story.participant("ada");

    @Test
    void onlyEmptyGroupsAreDeletedAndTheirOffsetsWithThem() {
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), story.delete(GroupStory.GROUP));
        stable();
        ada.commit("orders", 4);
        assertEquals(ErrorCode.NON_EMPTY_GROUP.code(), story.delete(GroupStory.GROUP));
        ada.leave();
        assertEquals(ErrorCode.NONE.code(), story.delete(GroupStory.GROUP));
        assertEquals(-1, story.committed("orders"));
        assertEquals(List.of(), story.list(List.of(), List.of()));
        story.failOver();
        assertEquals(-1, story.committed("orders"));
        assertEquals(List.of(), story.list(List.of(), List.of()));
    }

    @Test
    void offsetsOfSomeoneWithoutAGroupExpireAfterTheirCommit() {
        ada.commit("orders", 4);
        story.pass(GroupStory.RETENTION_MS / 2);
        ada.commit("refunds", 5);
        story.pass(GroupStory.RETENTION_MS / 2 + 2 * GroupStory.RETENTION_CHECK_MS);
        assertEquals(-1, story.committed("orders"));
        assertEquals(5, story.committed("refunds"));
        story.pass(AFTER_RETENTION_MS);
        assertEquals(-1, story.committed("refunds"));
        assertEquals(List.of(), story.list(List.of(), List.of()), "nothing is left of the group");
    }

    @Test
    void aRetentionThatAClientAskedForGoesFirst() {
        ada.committing("orders", 4, "", 90_000, 4);
        story.failOver();
        story.pass(90_000 + 2 * GroupStory.RETENTION_CHECK_MS);
        assertEquals(-1, story.committed("orders"));
    }

    @Test
    void offsetsOfAGroupExpireAfterItsLastMemberLeft() {
        stable();
        ada.commit("orders", 4);
        beat(AFTER_RETENTION_MS);
        assertEquals(4, story.committed("orders"), "somebody still reads that");
        ada.leave();
        story.pass(GroupStory.RETENTION_MS - GroupStory.RETENTION_CHECK_MS);
        assertEquals(4, story.committed("orders"));
        story.pass(3 * GroupStory.RETENTION_CHECK_MS);
        assertEquals(-1, story.committed("orders"));
    }

    @Test
    void consumersKeepOnlyTheOffsetsOfWhatTheySubscribeTo() {
        stable();
        ada.commit("orders", 4);
        ada.commit("refunds", 5);
        beat(AFTER_RETENTION_MS);
        assertEquals(4, story.committed("orders"));
        assertEquals(-1, story.committed("refunds"));
    }

    @Test
    void offsetsEndWithTheirTopic() {
        ada.commit("orders", 4);
        ada.commit("refunds", 5);
        story.deleteTopic("orders");
        assertEquals(-1, story.committed("orders"));
        assertEquals(5, story.committed("refunds"));
    }

    @Test
    void singleOffsetsAreDeletedUnlessTheirTopicIsRead() {
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND, Participant.refusalOf(deleting("orders")));
        stable();
        ada.commit("orders", 4);
        ada.commit("refunds", 5);
        assertEquals(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC.code(), partition(deleting("orders")).errorCode());
        assertEquals(ErrorCode.NONE.code(), partition(deleting("refunds")).errorCode());
        assertEquals(4, story.committed("orders"));
        assertEquals(-1, story.committed("refunds"));
    }

    @Test
    void ofGroupsThatAreNotConsumersNothingIsDeletedWhileTheyHaveMembers() {
        ada.protocolType("connect");
        stable();
        ada.commit("orders", 4);
        assertEquals(ErrorCode.NON_EMPTY_GROUP, Participant.refusalOf(deleting("orders")));
        ada.leave();
        assertEquals(ErrorCode.NONE.code(), partition(deleting("orders")).errorCode());
        assertEquals(-1, story.committed("orders"));
    }

    @Test
    void groupsAreListedByStateAndType() {
        stable();
        assertEquals(List.of(GroupStory.GROUP), story.list(List.of(), List.of()));
        assertEquals(List.of(GroupStory.GROUP), story.list(List.of("stable", "Dead"), List.of("Classic")));
        assertEquals(List.of(), story.list(List.of("Empty"), List.of()));
        assertEquals(List.of(), story.list(List.of(), List.of("consumer")));
    }

    @Test
    void aGroupIsDescribedWithItsMembersAndIfItIsStableWithWhatTheySaid() {
        Recorder<JoinGroupResponse> join = ada.joinWithId();
        DescribeGroupsResponse.DescribedGroup joining = story.describing(GroupStory.GROUP, true).answer();
        assertEquals("PreparingRebalance", joining.groupState());
        assertEquals(0, joining.members().get(0).memberMetadata().lengthBytes());
        story.pass(GroupStory.DELAY_MS);
        ada.hears(join);
        ada.sync(Map.of(ada, "p0"));

        DescribeGroupsResponse.DescribedGroup stable = story.describing(GroupStory.GROUP, true).answer();
        assertEquals("Stable", stable.groupState());
        assertEquals("consumer", stable.protocolType());
        assertEquals("range", stable.protocolData());
        DescribeGroupsResponse.DescribedGroupMember member = stable.members().get(0);
        assertEquals("ada", member.clientId());
        assertEquals("/10.0.0.1", member.clientHost());
        assertEquals("p0", GroupStory.text(member.memberAssignment()));
    }

    @Test
    void aGroupThatIsNotThereIsDeadToOldClientsAndNotFoundToNewOnes() {
        DescribeGroupsResponse.DescribedGroup old = story.describing("nobody", false).answer();
        assertEquals("Dead", old.groupState());
        assertEquals(ErrorCode.NONE.code(), old.errorCode());
        DescribeGroupsResponse.DescribedGroup fresh = story.describing("nobody", true).answer();
        assertEquals(ErrorCode.GROUP_ID_NOT_FOUND.code(), fresh.errorCode());
        assertTrue(fresh.errorMessage().contains("nobody"));
    }

    private Recorder<OffsetDeleteResponse> deleting(String topic) {
        Recorder<OffsetDeleteResponse> reply = new Recorder<>();
        story.coordinator().deleteOffsets(OffsetDeleteRequest.builder().groupId(GroupStory.GROUP).topics(List.of(
                OffsetDeleteRequest.OffsetDeleteRequestTopic.builder().name(topic).partitions(List.of(
                        OffsetDeleteRequest.OffsetDeleteRequestPartition.builder().partitionIndex(0).build()))
                        .build())).build(), reply);
        story.settle();
        return reply;
    }

    private static OffsetDeleteResponse.OffsetDeleteResponsePartition partition(Recorder<OffsetDeleteResponse> reply) {
        return reply.answer().topics().get(0).partitions().get(0);
    }

    private void beat(long millis) {
        for (long left = millis; left > 0; left -= GroupStory.SESSION_MS / 2) {
            story.pass(GroupStory.SESSION_MS / 2);
            assertEquals(ErrorCode.NONE, ada.heartbeat());
        }
    }

    private void stable() {
        Recorder<JoinGroupResponse> join = ada.joinWithId();
        story.pass(GroupStory.DELAY_MS);
        ada.hears(join);
        ada.sync(Map.of(ada, "p0"));
    }
}
