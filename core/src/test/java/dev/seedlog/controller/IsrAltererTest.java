package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.AlterPartitionRequest.BrokerState;
import dev.seedlog.wire.message.AlterPartitionRequest.PartitionData;
import dev.seedlog.wire.message.AlterPartitionRequest.TopicData;
import dev.seedlog.wire.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition on brokers 0, 1 and 2, led by 0. */
class IsrAltererTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(3);
    private Uuid topic;

    @BeforeEach
    void aPartition() {
        topic = cluster.createOne(assigned("orders", on(0, 1, 2))).topicId();
    }

    @Test
    void theLeaderSetsItsIsr() {
        AlterPartitionResponse.PartitionData result = alter(0, isr(0, 1));

        assertEquals(ErrorCode.NONE, error(result.errorCode()));
        assertEquals(IntList.of(0, 1), result.isr());
        assertEquals(List.of(0, 0, 1), List.of(result.leaderId(), result.leaderEpoch(), result.partitionEpoch()));
        assertEquals(IntList.of(0, 1), cluster.partition("orders", 0).isr());
    }

    @Test
    void anIsrWithoutEpochsOfBrokersIsTakenToo() {
        assertEquals(IntList.of(0, 2), alter(0, partition().newIsr(IntList.of(0, 2))).isr());
    }

    @Test
    void whatIsAlreadySoIsAnsweredWithoutARecord() {
        long before = cluster.log.endOffset();
        assertEquals(ErrorCode.NONE, error(alter(0, isr(0, 1, 2)).errorCode()));

        assertEquals(before, cluster.log.endOffset());
    }

    @Test
    void onlyTheLeaderOfTheEpochMaySetIt() {
        refused(ErrorCode.INVALID_REQUEST, 1, isr(0, 1));
        refused(ErrorCode.FENCED_LEADER_EPOCH, 0, isr(0, 1).leaderEpoch(-1));
        refused(ErrorCode.NOT_CONTROLLER, 0, isr(0, 1).leaderEpoch(1));
        refused(ErrorCode.NOT_CONTROLLER, 0, isr(0, 1).partitionEpoch(1));
        alter(0, isr(0, 1));
        refused(ErrorCode.INVALID_UPDATE_VERSION, 0, isr(0, 2));
    }

    @Test
    void theIsrHasReplicasOnlyAndTheLeaderIsOneOfThem() {
        refused(ErrorCode.INVALID_REQUEST, 0, isr(1, 2));
        refused(ErrorCode.INVALID_REQUEST, 0, isr(0, 7));
        refused(ErrorCode.INVALID_REQUEST, 0, isr(0, 1, 1));
        refused(ErrorCode.INVALID_REQUEST, 0, isr());
    }

    @Test
    void aBrokerThatIsNotLiveOrAnotherIncarnationCannotJoin() {
        refused(ErrorCode.INELIGIBLE_REPLICA, 0, partition().newIsrWithEpochs(List.of(
                member(0), member(1).toBuilder().brokerEpoch(1).build())));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 0, 2);
        refused(ErrorCode.INELIGIBLE_REPLICA, 0, isr(0, 1).partitionEpoch(1));
    }

    @Test
    void whoIsNotRecoveringCannotBeginTo() {
        refused(ErrorCode.INVALID_REQUEST, 0, isr(0).leaderRecoveryState(LeaderRecoveryState.RECOVERING.code()));
        refused(ErrorCode.INVALID_REQUEST, 0, isr(0, 1).leaderRecoveryState(LeaderRecoveryState.RECOVERING.code()));
        refused(ErrorCode.INVALID_REQUEST, 0, isr(0).leaderRecoveryState((byte) 9));
    }

    @Test
    void unknownTopicsPartitionsAndBrokersAreRefused() {
        refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 0, isr(0).partitionIndex(4));
        topic = new Uuid(9, 9);
        refused(ErrorCode.UNKNOWN_TOPIC_ID, 0, isr(0));
        AlterPartitionRequest stale = AlterPartitionRequest.builder().brokerId(0).brokerEpoch(-1).build();

        assertEquals(ErrorCode.STALE_BROKER_EPOCH,
                cluster.refusal(cluster.controller.alterPartition(stale)).error());
    }

    private void refused(ErrorCode expected, int broker, PartitionData.Builder partition) {
        long before = cluster.log.endOffset();
        assertEquals(expected, error(alter(broker, partition).errorCode()));
        assertEquals(before, cluster.log.endOffset());
    }

    private AlterPartitionResponse.PartitionData alter(int broker, PartitionData.Builder partition) {
        AlterPartitionRequest request = AlterPartitionRequest.builder().brokerId(broker)
                .brokerEpoch(cluster.image().cluster().broker(broker).epoch())
                .topics(List.of(TopicData.builder().topicId(topic).partitions(List.of(partition.build())).build()))
                .build();
        return cluster.answer(cluster.controller.alterPartition(request)).topics().get(0).partitions().get(0);
    }

    private PartitionData.Builder isr(int... brokers) {
        List<BrokerState> members = new ArrayList<>();
        for (int broker : brokers) {
            members.add(member(broker));
        }
        return partition().newIsrWithEpochs(members);
    }

    private BrokerState member(int broker) {
        long epoch = cluster.image().cluster().broker(broker) == null ? 0
                : cluster.image().cluster().broker(broker).epoch();
        return BrokerState.builder().brokerId(broker).brokerEpoch(epoch).build();
    }

    private PartitionData.Builder partition() {
        return PartitionData.builder().partitionIndex(0).leaderEpoch(0).partitionEpoch(0);
    }
}
