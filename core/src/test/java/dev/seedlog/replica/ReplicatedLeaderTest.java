package dev.seedlog.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import dev.seedlog.wire.message.AlterPartitionResponse;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Broker 1 leads a partition that brokers 2 and 3 follow. */
class ReplicatedLeaderTest {

    private final ReplicasFixture fixture = new ReplicasFixture().withBrokers(1, 2, 3);
    private final List<ErrorCode> answers = new ArrayList<>();

    @Test
    void acksAllWaitsForAllThatAreInSync() {
        fixture.withTopic(1, 2, 3);
        produce(3);
        fetched(2, 3);
        assertEquals(List.of(), answers);
        assertEquals(0, fixture.leader().highWatermark());
        fetched(3, 3);
        assertEquals(List.of(ErrorCode.NONE), answers);
        assertEquals(3, fixture.leader().highWatermark());
    }

    @Test
    void aFollowerThatDoesNotKeepUpIsProposedToLeaveAndCountsUntilThatIsCommitted() {
        fixture.withTopic(1, 2, 3);
        produce(3);
        fetched(2, 3);
        fixture.passMillis(ReplicasFixture.LAG_MS + 1);
        fetched(2, 3);
        fixture.leader().shrinkIsr();
        assertEquals(List.of(1, 2), proposed());
        assertEquals(List.of(), answers, "whether it has left, nobody knows yet");
        commit(IntList.of(1, 2), 1);
        assertEquals(List.of(ErrorCode.NONE), answers);
    }

    @Test
    void aFollowerThatHasAllStaysHoweverLongNothingHappens() {
        fixture.withTopic(1, 2, 3);
        produce(3);
        fetched(2, 3);
        fetched(3, 3);
        fixture.passMillis(10 * ReplicasFixture.LAG_MS);
        fixture.leader().shrinkIsr();
        assertEquals(List.of(), fixture.proposals);
    }

    @Test
    void aFollowerThatIsAlwaysALittleBehindStays() {
        fixture.withTopic(1, 2);
        for (int i = 1; i <= 8; i++) {
            produce(1);
            fetched(2, i - 1);
            fixture.passMillis(ReplicasFixture.LAG_MS / 2);
            fixture.leader().shrinkIsr();
        }
        assertEquals(List.of(), fixture.proposals, "at each fetch it had what there was at the one before");
    }

    @Test
    void aFollowerJoinsWhenItHasTheHighWatermarkAndTheStartOfTheEpoch() {
        fixture.withTopic(1, 2);
        fixture.append(Acks.LEADER, 4);
        fixture.replicas.endTurn();
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)).leader(1));
        assertEquals(4, fixture.leader().highWatermark());
        fetched(2, 3);
        assertEquals(List.of(), fixture.proposals);
        fetched(2, 4);
        assertEquals(List.of(1, 2), proposed());
        assertEquals(102, fixture.proposals.get(0).isr().get(1).brokerEpoch());
    }

    @Test
    void aReplicaThatIsToJoinCountsAtOnce() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fetched(2, 0);
        assertEquals(List.of(1, 2), proposed());
        produce(2);
        assertEquals(List.of(), answers);
        fetched(2, 2);
        assertEquals(List.of(ErrorCode.NONE), answers);
    }

    @Test
    void aFencedBrokerAndOneThatWasReplacedDoNotJoin() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fixture.register(2, 150, false);
        fetched(2, 0);
        assertEquals(List.of(), fixture.proposals, "epoch 102 is over");
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, fixture.leader().checkFollower(2, 102, true));
        fixture.register(2, 160, true);
        fixture.leader().followerFetched(2, 160, 0, 0);
        assertEquals(List.of(), fixture.proposals);
        fixture.register(2, 170, false);
        fixture.leader().followerFetched(2, 170, 0, 0);
        assertEquals(List.of(1, 2), proposed());
    }

    @Test
    void whoHasNoReplicaMayNotFetchAsAFollower() {
        fixture.withTopic(1, 2);
        assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH, fixture.leader().checkFollower(3, 103, true));
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, fixture.leader().checkFollower(3, 103, false));
        assertEquals(ErrorCode.NONE, fixture.leader().checkFollower(2, 102, true));
        assertEquals(ErrorCode.NONE, fixture.leader().checkFollower(2, -1, true));
    }

    @Test
    void theHighWatermarkStandsStillWhileTooFewAreInSync() {
        fixture.minInsyncReplicas = 2;
        fixture.withTopic(1, 2);
        produce(1);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fixture.replicas.endTurn();
        assertEquals(List.of(), answers);
        assertEquals(0, fixture.leader().highWatermark());
        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, fixture.append(Acks.ALL, 1).error());
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1, 2)));
        fetched(2, 1);
        assertEquals(List.of(ErrorCode.NONE), answers);
    }

    @Test
    void whatGotThereWhileTooFewAreLeftIsToldSo() {
        fixture.minInsyncReplicas = 2;
        fixture.withTopic(1, 2);
        produce(1);
        fixture.passMillis(ReplicasFixture.LAG_MS + 1);
        fixture.leader().shrinkIsr();
        fixture.leader().followerFetched(2, 102, 1, 0);
        commit(IntList.of(1), 1);
        assertEquals(List.of(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND), answers);
    }

    @Test
    void aProposalThatWasNotAttemptedIsTakenBack() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fetched(2, 0);
        fixture.proposals.remove(0).answer().refused(ErrorCode.INELIGIBLE_REPLICA);
        fetched(2, 0);
        assertEquals(List.of(1, 2), proposed(), "and made again when there is a reason");
    }

    @Test
    void aProposalThatTheControllerHasOvertakenWaitsForTheMetadata() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fetched(2, 0);
        fixture.proposals.remove(0).answer().refused(ErrorCode.INVALID_UPDATE_VERSION);
        fetched(2, 0);
        assertEquals(List.of(), fixture.proposals);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fetched(2, 0);
        assertEquals(List.of(1, 2), proposed());
    }

    @Test
    void anAnswerToAnEpochThatIsOverChangesNothing() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        fetched(2, 0);
        IsrProposal old = fixture.proposals.remove(0);
        fixture.change(PartitionChangeRecord.builder().leader(2));
        assertNull(fixture.leader());
        old.answer().committed(state(IntList.of(1, 2), 2));
        old.answer().refused(ErrorCode.NOT_CONTROLLER);
        assertTrue(fixture.proposals.isEmpty());
    }

    @Test
    void withForcedAcknowledgementsTheLeadersOwnForceCountsToo() {
        fixture.forcedAcks = true;
        fixture.withTopic(1, 2);
        produce(2);
        fetched(2, 2);
        assertEquals(List.of(), answers);
        assertEquals(0, fixture.leader().highWatermark());
    }

    @Test
    void aFollowerIsFollowedInItsLeadersEpochAndNoMoreWhenItLeads() {
        fixture.withTopic(2, 1);
        assertEquals(List.of(2), List.copyOf(fixture.followed.values()));
        fixture.change(PartitionChangeRecord.builder().leader(1));
        assertEquals(List.of(), List.copyOf(fixture.followed.values()));
        fixture.change(PartitionChangeRecord.builder().leader(2));
        assertEquals(List.of(2), List.copyOf(fixture.followed.values()));
        fixture.change(PartitionChangeRecord.builder().leader(-1));
        assertEquals(List.of(), List.copyOf(fixture.followed.values()));
    }

    @Test
    void theLowWatermarkIsTheLeastStartOfThoseThatLive() {
        fixture.withTopic(1, 2, 3);
        fixture.append(Acks.LEADER, 5);
        fixture.replicas.endTurn();
        fixture.leader().followerFetched(2, 102, 5, 3);
        fixture.leader().followerFetched(3, 103, 5, 1);
        fixture.replicas.endTurn();
        fixture.leader().log().deleteRecordsBefore(4);
        assertEquals(1, fixture.leader().lowWatermark());
        fixture.register(3, 104, true);
        assertEquals(3, fixture.leader().lowWatermark());
    }

    private void produce(int records) {
        PendingProduce[] pending = new PendingProduce[1];
        PendingProduce.Part[] part = new PendingProduce.Part[1];
        pending[0] = new PendingProduce(Acks.ALL, () -> answers.add(part[0].error()));
        part[0] = pending[0].add(fixture.leader(), fixture.append(Acks.ALL, records));
        pending[0].begin(fixture.timers, 1_000_000_000_000L);
        fixture.replicas.endTurn();
    }

    private void fetched(int broker, long offset) {
        fixture.leader().followerFetched(broker, 100 + broker, offset, 0);
        fixture.replicas.endTurn();
    }

    private List<Integer> proposed() {
        assertEquals(1, fixture.proposals.size());
        return fixture.proposals.get(0).isr().stream().map(BrokerState::brokerId).toList();
    }

    private void commit(IntList isr, int partitionEpoch) {
        fixture.proposals.remove(0).answer().committed(state(isr, partitionEpoch));
        fixture.replicas.endTurn();
    }

    private static AlterPartitionResponse.PartitionData state(IntList isr, int partitionEpoch) {
        return AlterPartitionResponse.PartitionData.builder().partitionIndex(0).leaderId(1).leaderEpoch(0).isr(isr)
                .partitionEpoch(partitionEpoch).build();
    }
}
