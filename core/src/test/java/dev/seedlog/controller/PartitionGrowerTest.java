package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.topic;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.CreatePartitionsRequest;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import dev.seedlog.wire.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.seedlog.wire.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionGrowerTest {

    private final ControllerFixture cluster = new ControllerFixture().brokers(3);

    @BeforeEach
    void aTopic() {
        cluster.createOne(topic("orders", 2, 2));
    }

    @Test
    void partitionsAreAddedBehindTheOthers() {
        assertEquals(List.of(ErrorCode.NONE), grow(to("orders", 5)));

        assertEquals(5, cluster.image().topics().topic("orders").partitionCount());
        assertEquals(2, cluster.partition("orders", 4).replicas().size());
    }

    @Test
    void brokersCanBeChosenByHand() {
        assertEquals(List.of(ErrorCode.NONE), grow(assigned("orders", 4, IntList.of(2, 1), IntList.of(0, 2))));

        assertEquals(IntList.of(2, 1), cluster.partition("orders", 2).replicas());
        assertEquals(0, cluster.partition("orders", 3).leader());
    }

    @Test
    void fewerOrAsManyAreRefused() {
        assertEquals(List.of(ErrorCode.INVALID_PARTITIONS), grow(to("orders", 2)));
        assertEquals(List.of(ErrorCode.INVALID_PARTITIONS), grow(to("orders", 1)));
        assertEquals(List.of(ErrorCode.INVALID_PARTITIONS), grow(to("orders", -1)));
    }

    @Test
    void anUnknownTopicIsRefusedAndTheOthersGrow() {
        assertEquals(List.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.NONE),
                grow(to("nothing", 5), to("orders", 3)));
        assertEquals(3, cluster.image().topics().topic("orders").partitionCount());
    }

    @Test
    void assignmentsThatMakeNoSenseAreRefused() {
        assertEquals(List.of(ErrorCode.INVALID_REPLICA_ASSIGNMENT), grow(assigned("orders", 4, IntList.of(0, 1))));
        assertEquals(List.of(ErrorCode.INVALID_REPLICA_ASSIGNMENT), grow(assigned("orders", 3, IntList.of(0))));
        assertEquals(List.of(ErrorCode.INVALID_REPLICA_ASSIGNMENT), grow(assigned("orders", 3, IntList.of(0, 9))));
        assertEquals(List.of(ErrorCode.INVALID_REPLICA_ASSIGNMENT), grow(assigned("orders", 3, IntList.of(0, 0))));
        assertEquals(List.of(ErrorCode.INVALID_REPLICA_ASSIGNMENT), grow(assigned("orders", 3, IntList.empty())));
        assertEquals(2, cluster.image().topics().topic("orders").partitionCount());
    }

    @Test
    void aTopicThatIsThereTwiceIsRefused() {
        assertEquals(List.of(ErrorCode.INVALID_REQUEST), grow(to("orders", 3), to("orders", 4)));
    }

    @Test
    void anEmptyListOfTopicsIsFine() {
        assertEquals(List.of(), grow());
    }

    @Test
    void validateOnlyChangesNothing() {
        CreatePartitionsRequest request = CreatePartitionsRequest.builder().topics(List.of(to("orders", 3)))
                .validateOnly(true).build();

        assertEquals(ErrorCode.NONE, error(cluster.answer(cluster.controller.createPartitions(request)).results().get(0)
                .errorCode()));
        assertEquals(2, cluster.image().topics().topic("orders").partitionCount());
    }

    @Test
    void tooManyAreRefusedAsAWhole() {
        CreatePartitionsRequest request = CreatePartitionsRequest.builder()
                .topics(List.of(to("orders", Integer.MAX_VALUE))).build();

        assertEquals(ErrorCode.POLICY_VIOLATION, cluster.refusal(cluster.controller.createPartitions(request)).error());
    }

    private List<ErrorCode> grow(CreatePartitionsTopic... topics) {
        return cluster.answer(cluster.controller.createPartitions(
                        CreatePartitionsRequest.builder().topics(List.of(topics)).build())).results().stream()
                .map(CreatePartitionsTopicResult::errorCode).map(ControllerFixture::error).toList();
    }

    private static CreatePartitionsTopic to(String name, int count) {
        return CreatePartitionsTopic.builder().name(name).count(count).assignments(null).build();
    }

    private static CreatePartitionsTopic assigned(String name, int count, IntList... brokers) {
        return CreatePartitionsTopic.builder().name(name).count(count).assignments(List.of(brokers).stream()
                .map(ids -> CreatePartitionsAssignment.builder().brokerIds(ids).build()).toList()).build();
    }
}
