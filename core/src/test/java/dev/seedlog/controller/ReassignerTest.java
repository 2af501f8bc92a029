package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import dev.seedlog.wire.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import dev.seedlog.wire.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsRequest;
import dev.seedlog.wire.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition on brokers 0, 1 and 2 of five, led by 0. */
class ReassignerTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(5);
    private Uuid topic;

    @BeforeEach
    void aPartition() {
        topic = cluster.createOne(assigned("orders", on(0, 1, 2))).topicId();
    }

    @Test
    void newReplicasAreAddedFirstAndTheOldOnesGoWhenTheNewAreInSync() {
        assertEquals(ErrorCode.NONE, error(move(3, 4).errorCode()));
        assertEquals(IntList.of(3, 4, 0, 1, 2), partition().replicas());
        assertEquals(IntList.of(3, 4), partition().assignment().adding());
        assertEquals(IntList.of(0, 1, 2), partition().assignment().removing());
        assertEquals(0, partition().leader());
        assertEquals(ControllerFixture.directory(3), partition().assignment().directory(3));

        alterIsr(0, 1, 2, 3);
        assertEquals(IntList.of(3, 4, 0, 1, 2), partition().replicas(), "one of the new ones is missing");
        alterIsr(0, 1, 2, 3, 4);

        assertEquals(IntList.of(3, 4), partition().replicas());
        assertEquals(IntList.of(3, 4), partition().isr());
        assertEquals(3, partition().leader());
        assertTrue(partition().leaderEpoch() > 0);
        assertEquals(List.of(), list());
    }

    @Test
    void anotherOrderOfTheSameReplicasIsDoneAtOnce() {
        move(2, 1, 0);

        assertEquals(IntList.of(2, 1, 0), partition().replicas());
        assertEquals(0, partition().leader(), "it may still lead");
        assertEquals(List.of(), list());
    }

    @Test
    void whatIsUnderWayIsListed() {
        move(0, 1, 3);

        OngoingTopicReassignment listed = list().get(0);
        assertEquals("orders", listed.name());
        assertEquals(IntList.of(0, 1, 3, 2), listed.partitions().get(0).replicas());
        assertEquals(IntList.of(3), listed.partitions().get(0).addingReplicas());
        assertEquals(IntList.of(2), listed.partitions().get(0).removingReplicas());
    }

    @Test
    void whatIsCancelledGoesBack() {
        move(3, 4);
        alterIsr(0, 1, 2, 3);
        assertEquals(ErrorCode.NONE, error(cancel().errorCode()));

        assertEquals(IntList.of(0, 1, 2), partition().replicas());
        assertEquals(IntList.of(0, 1, 2), partition().isr());
        assertEquals(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, error(cancel().errorCode()));
    }

    @Test
    void badAssignmentsAreRefusedAndChangeNothing() {
        assertEquals(ErrorCode.INVALID_REPLICA_ASSIGNMENT, error(move(3, 3).errorCode()));
        assertEquals(ErrorCode.INVALID_REPLICA_ASSIGNMENT, error(move(3, 9).errorCode()));
        assertEquals(ErrorCode.INVALID_REPLICA_ASSIGNMENT, error(move().errorCode()));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, error(ask("orders", 7, true, 1).errorCode()));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, error(ask("sales", 0, true, 1).errorCode()));
        assertEquals(ErrorCode.INVALID_REPLICATION_FACTOR, error(ask("orders", 0, false, 3, 4).errorCode()));
        assertEquals(IntList.of(0, 1, 2), partition().replicas());
    }

    private PartitionImage partition() {
        return cluster.partition("orders", 0);
    }

    private ReassignablePartitionResponse move(int... brokers) {
        return ask("orders", 0, true, brokers);
    }

    private ReassignablePartitionResponse cancel() {
        return ask("orders", 0, true, null);
    }

    private ReassignablePartitionResponse ask(String name, int partition, boolean anyFactor, int... brokers) {
        AlterPartitionReassignmentsRequest request = AlterPartitionReassignmentsRequest.builder()
                .allowReplicationFactorChange(anyFactor)
                .topics(List.of(ReassignableTopic.builder().name(name).partitions(List.of(
                        ReassignablePartition.builder().partitionIndex(partition)
                                .replicas(brokers == null ? null : IntList.of(brokers)).build())).build()))
                .build();
        return cluster.answer(cluster.controller.alterPartitionReassignments(request)).responses().get(0)
                .partitions().get(0);
    }

    private List<OngoingTopicReassignment> list() {
        return cluster.answer(cluster.controller.listPartitionReassignments(
                ListPartitionReassignmentsRequest.builder().topics(null).build())).topics();
    }

    private void alterIsr(int... brokers) {
        PartitionImage now = partition();
        cluster.answer(cluster.controller.alterPartition(AlterPartitionRequest.builder().brokerId(now.leader())
                .brokerEpoch(cluster.image().cluster().broker(now.leader()).epoch())
                .topics(List.of(AlterPartitionRequest.TopicData.builder().topicId(topic).partitions(List.of(
                        AlterPartitionRequest.PartitionData.builder().partitionIndex(0)
                                .leaderEpoch(now.leaderEpoch()).partitionEpoch(now.partitionEpoch())
                                .newIsr(IntList.of(brokers)).build())).build())).build()));
    }
}
