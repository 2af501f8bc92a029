package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.metadata.PersistentMap;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.AlterPartitionRequest;
import dev.seedlog.wire.message.ElectLeadersRequest;
import dev.seedlog.wire.message.ElectLeadersRequest.TopicPartitions;
import dev.seedlog.wire.message.ElectLeadersResponse.PartitionResult;
import dev.seedlog.wire.message.ElectLeadersResponse.ReplicaElectionResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderElectorTest {

    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private ControllerFixture cluster = new ControllerFixture().brokers(2);

    @Test
    void thePreferredReplicaLeadsAgain() {
        ordersLedByOne();
        assertEquals(List.of("0 NONE", "1 ELECTION_NOT_NEEDED", "9 UNKNOWN_TOPIC_OR_PARTITION"),
                elect(PREFERRED, "orders", 0, 1, 9));

        assertEquals(0, cluster.partition("orders", 0).leader());
    }

    @Test
    void aPreferredReplicaThatIsNotInSyncCannotLead() {
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);
        cluster.heartbeat(0);

        assertEquals(List.of("0 PREFERRED_LEADER_NOT_AVAILABLE"), elect(PREFERRED, "orders", 0));
    }

    @Test
    void withoutPartitionsAllAreElectedThatNeedIt() {
        ordersLedByOne();
        ElectLeadersRequest all = ElectLeadersRequest.builder().electionType(PREFERRED).topicPartitions(null).build();

        assertEquals(List.of("0 NONE"), shown(cluster.answer(cluster.controller.electLeaders(all))
                .replicaElectionResults()));
    }

    @Test
    void anUncleanElectionIsOnlyForPartitionsWithoutALeader() {
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);
        assertEquals(List.of("0 ELECTION_NOT_NEEDED"), elect(UNCLEAN, "orders", 0));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000);
        assertEquals(List.of("0 ELIGIBLE_LEADERS_NOT_AVAILABLE"), elect(UNCLEAN, "orders", 0));
        cluster.heartbeat(0);
        assertEquals(List.of("0 NONE"), elect(UNCLEAN, "orders", 0));

        assertEquals(0, cluster.partition("orders", 0).leader());
    }

    @Test
    void anUnknownKindOfElectionIsRefused() {
        assertEquals(ErrorCode.INVALID_REQUEST, cluster.refusal(cluster.controller.electLeaders(
                ElectLeadersRequest.builder().electionType((byte) 2).build())).error());
    }

    @Test
    void preferredLeadersAreElectedNowAndThen() {
        cluster = new ControllerFixture(PersistentMap.empty(), true, 300_000).brokers(2);
        ordersLedByOne();
        cluster.passWhileAlive(290_000 - 20_000, 0, 1);
        assertEquals(1, cluster.partition("orders", 0).leader());
        cluster.passWhileAlive(40_000, 0, 1);

        assertEquals(0, cluster.partition("orders", 0).leader());
    }

    /** Broker 0 was away for a while, so 1 leads what 0 should. */
    private void ordersLedByOne() {
        cluster.createOne(assigned("orders", on(0, 1), on(1, 0)));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);
        cluster.heartbeat(0);
        for (int partition = 0; partition < 2; partition++) {
            AlterPartitionRequest.PartitionData joined = AlterPartitionRequest.PartitionData.builder()
                    .partitionIndex(partition).newIsr(IntList.of(1, 0))
                    .leaderEpoch(cluster.partition("orders", partition).leaderEpoch())
                    .partitionEpoch(cluster.partition("orders", partition).partitionEpoch()).build();
            cluster.answer(cluster.controller.alterPartition(AlterPartitionRequest.builder().brokerId(1)
                    .brokerEpoch(cluster.image().cluster().broker(1).epoch())
                    .topics(List.of(AlterPartitionRequest.TopicData.builder()
                            .topicId(cluster.image().topics().topic("orders").id()).partitions(List.of(joined))
                            .build()))
                    .build()));
        }
        assertEquals(1, cluster.partition("orders", 0).leader());
    }

    private List<String> elect(byte type, String topic, int... partitions) {
        ElectLeadersRequest request = ElectLeadersRequest.builder().electionType(type).topicPartitions(List.of(
                TopicPartitions.builder().topic(topic).partitions(IntList.of(partitions)).build())).build();
        return shown(cluster.answer(cluster.controller.electLeaders(request)).replicaElectionResults());
    }

    private static List<String> shown(List<ReplicaElectionResult> results) {
        List<String> shown = new ArrayList<>();
        for (ReplicaElectionResult topic : results) {
            for (PartitionResult partition : topic.partitionResult()) {
                shown.add(partition.partitionId() + " " + ErrorCode.forCode(partition.errorCode()));
            }
        }
        return shown;
    }
}
