package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.error;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.DirectoryData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.PartitionData;
import dev.seedlog.wire.message.AssignReplicasToDirsRequest.TopicData;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition on brokers 0 and 1 of three, led by 0. */
class DirectoryAssignerTest {

    private static final Uuid NEW = new Uuid(600, 1);

    private final ControllerFixture cluster = new ControllerFixture().brokers(3);
    private Uuid topic;

    @BeforeEach
    void aPartition() {
        topic = cluster.createOne(assigned("orders", on(0, 1))).topicId();
    }

    @Test
    void aBrokerWithAnotherDirectoryLeadsOnceItHasToldSo() {
        register(1, NEW);
        cluster.heartbeat(1);
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1, 2);
        assertEquals(PartitionImage.NO_LEADER, partition().leader(), "its replica was in a directory that is gone");
        assertEquals(ErrorCode.NONE, assign(1, NEW, topic, 0));

        assertEquals(NEW, partition().assignment().directory(1));
        assertEquals(IntList.of(0), partition().isr(), "0 alone has what is acknowledged");
        cluster.start(0);
        assertEquals(0, partition().leader());
    }

    @Test
    void whatIsAssignedAlreadyIsNotRecorded() {
        long before = cluster.log.endOffset();
        assertEquals(ErrorCode.NONE, assign(1, ControllerFixture.directory(1), topic, 0));
        assertEquals(before, cluster.log.endOffset());
    }

    @Test
    void aReplicaInADirectoryThatIsOfflineIsLost() {
        assertEquals(ErrorCode.NONE, assign(0, new Uuid(700, 7), topic, 0));
        assertEquals(1, partition().leader());
        assertEquals(IntList.of(1), partition().isr());
    }

    @Test
    void unknownPartitionsAndThoseOfOthersAreRefused() {
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID, assign(0, NEW, new Uuid(9, 9), 0));
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, assign(0, NEW, topic, 5));
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, assign(2, NEW, topic, 0));
        AssignReplicasToDirsRequest stale = AssignReplicasToDirsRequest.builder().brokerId(0).brokerEpoch(-1).build();
        assertEquals(ErrorCode.STALE_BROKER_EPOCH,
                cluster.refusal(cluster.controller.assignReplicasToDirs(stale)).error());
    }

    private void register(int broker, Uuid directory) {
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 0, 2);
        cluster.answer(cluster.controller.registerBroker(
                cluster.registration(broker, 77).logDirs(List.of(directory)).build()));
    }

    private PartitionImage partition() {
        return cluster.partition("orders", 0);
    }

    private ErrorCode assign(int broker, Uuid directory, Uuid topicId, int partition) {
        AssignReplicasToDirsRequest request = AssignReplicasToDirsRequest.builder().brokerId(broker)
                .brokerEpoch(cluster.image().cluster().broker(broker).epoch())
                .directories(List.of(DirectoryData.builder().id(directory).topics(List.of(TopicData.builder()
                        .topicId(topicId).partitions(List.of(PartitionData.builder().partitionIndex(partition)
                                .build())).build())).build())).build();
        return error(cluster.answer(cluster.controller.assignReplicasToDirs(request)).directories().get(0).topics()
                .get(0).partitions().get(0).errorCode());
    }
}
