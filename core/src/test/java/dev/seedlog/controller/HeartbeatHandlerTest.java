package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.Recorder;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.BrokerHeartbeatRequest;
import dev.seedlog.wire.message.BrokerHeartbeatResponse;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatHandlerTest {

    private final ControllerFixture cluster = new ControllerFixture();

    @Test
    void aBrokerServesOnceItHasReadItsOwnRegistration() {
        cluster.register(0);
        BrokerHeartbeatResponse early = beat(cluster.beat(0).currentMetadataOffset(0));
        assertTrue(early.isFenced() && !early.isCaughtUp());
        BrokerHeartbeatResponse late = cluster.heartbeat(0);

        assertTrue(late.isCaughtUp() && !late.isFenced());
        assertTrue(cluster.image().cluster().isActive(0));
    }

    @Test
    void aBrokerThatWantsToBeFencedStaysSo() {
        cluster.register(0);
        assertTrue(beat(cluster.beat(0).wantFence(true)).isFenced());
        cluster.heartbeat(0);
        assertTrue(beat(cluster.beat(0).wantFence(true)).isFenced());

        assertTrue(cluster.image().cluster().broker(0).fenced());
    }

    @Test
    void aHeartbeatThatChangesNothingIsAnsweredAtOnceAndWritesNothing() {
        cluster.start(0);
        long before = cluster.log.endOffset();
        Recorder<BrokerHeartbeatResponse> reply = cluster.submit(cluster.controller.heartbeat(cluster.beat(0).build()));

        assertFalse(reply.answer().isFenced());
        assertEquals(before, cluster.log.endOffset());
    }

    @Test
    void aHeartbeatSaysNothingThatIsNotCommitted() {
        cluster.register(0);
        Recorder<BrokerHeartbeatResponse> first = cluster.submit(cluster.controller.heartbeat(cluster.beat(0).build()));
        Recorder<BrokerHeartbeatResponse> second =
                cluster.submit(cluster.controller.heartbeat(cluster.beat(0).build()));
        assertFalse(first.isDone() || second.isDone());
        cluster.commit();

        assertFalse(first.answer().isFenced() || second.answer().isFenced());
    }

    @Test
    void aStrangerOrAnEarlierIncarnationIsRefused() {
        cluster.start(0);

        assertEquals(ErrorCode.STALE_BROKER_EPOCH, refused(BrokerHeartbeatRequest.builder().brokerId(9)));
        assertEquals(ErrorCode.STALE_BROKER_EPOCH, refused(cluster.beat(0).brokerEpoch(0)));
    }

    @Test
    void aBrokerThatIsNotHeardOfIsFencedAndOthersLead() {
        cluster.brokers(3);
        cluster.createOne(assigned("orders", on(0, 1, 2)));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1, 2);
        PartitionImage partition = cluster.partition("orders", 0);

        assertTrue(cluster.image().cluster().broker(0).fenced());
        assertFalse(cluster.image().cluster().broker(1).fenced());
        assertEquals(1, partition.leader());
        assertEquals(IntList.of(1, 2), partition.isr());
    }

    @Test
    void theLastOfAnIsrKeepsItsPlaceAndNobodyLeads() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000);
        PartitionImage partition = cluster.partition("orders", 0);
        assertEquals(PartitionImage.NO_LEADER, partition.leader());
        assertEquals(IntList.of(1), partition.isr());
        cluster.heartbeat(0);
        assertEquals(PartitionImage.NO_LEADER, cluster.partition("orders", 0).leader(), "0 lacks what 1 acknowledged");
        cluster.heartbeat(1);

        assertEquals(1, cluster.partition("orders", 0).leader());
    }

    @Test
    void anUncleanElectionTakesWhoIsThereIfTheTopicAllowsIt() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)).configs(List.of(
                CreatableTopicConfig.builder()
                        .name("unclean.leader.election.enable").value("true").build())));
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000);
        cluster.heartbeat(0);
        PartitionImage partition = cluster.partition("orders", 0);

        assertEquals(0, partition.leader());
        assertEquals(IntList.of(0), partition.isr());
        assertEquals(LeaderRecoveryState.RECOVERING, partition.recovery());
    }

    @Test
    void aNewControllerGivesEveryBrokerAFullSession() {
        cluster.brokers(2);
        cluster.host.end();
        cluster.clock.advanceMillis(60_000);
        cluster.host.begin(2);
        for (int i = 0; i < cluster.log.endOffset(); i++) {
            cluster.host.replay(cluster.log.records().get(i), i);
        }
        cluster.host.loaded();
        cluster.passWhileAlive(ControllerFixture.SESSION_MS - 1_000, 1);
        assertFalse(cluster.image().cluster().broker(0).fenced());
        cluster.passWhileAlive(4_000, 1);

        assertTrue(cluster.image().cluster().broker(0).fenced());
        assertFalse(cluster.image().cluster().broker(1).fenced());
    }

    @Test
    void aBrokerThatLeadsNothingStopsAtOnce() {
        cluster.brokers(2);

        assertTrue(beat(cluster.beat(1).wantShutDown(true)).shouldShutDown());
        assertTrue(cluster.image().cluster().broker(1).fenced());
    }

    @Test
    void aBrokerThatLeadsStopsWhenAllOthersHaveReadWhoLeadsNow() {
        cluster.brokers(3);
        cluster.createOne(assigned("orders", on(0, 1, 2)));
        long before = cluster.log.endOffset();
        assertFalse(beat(cluster.beat(0).wantShutDown(true)).shouldShutDown());
        assertTrue(cluster.image().cluster().broker(0).inControlledShutdown());
        assertEquals(1, cluster.partition("orders", 0).leader());
        assertEquals(IntList.of(1, 2), cluster.partition("orders", 0).isr());
        beat(cluster.beat(1).currentMetadataOffset(before - 1));
        cluster.heartbeat(2);
        assertFalse(beat(cluster.beat(0).wantShutDown(true)).shouldShutDown(), "1 has not read it");
        cluster.heartbeat(1);

        assertTrue(beat(cluster.beat(0).wantShutDown(true)).shouldShutDown());
        assertTrue(cluster.image().cluster().broker(0).fenced());
    }

    @Test
    void theOnlyBrokerOfAClusterCanStop() {
        cluster.brokers(1);
        cluster.createOne(assigned("orders", on(0)));
        assertFalse(beat(cluster.beat(0).wantShutDown(true)).shouldShutDown());
        assertTrue(beat(cluster.beat(0).wantShutDown(true)).shouldShutDown());

        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr());
    }

    @Test
    void replicasInADirectoryThatWentOfflineLeadNoMore() {
        Uuid second = new Uuid(500, 77);
        cluster.answer(cluster.controller.registerBroker(cluster.registration(0, 1)
                .logDirs(List.of(ControllerFixture.directory(0), second)).build()));
        cluster.heartbeat(0);
        cluster.start(1);
        cluster.createOne(assigned("orders", on(1, 0)));
        beat(cluster.beat(1).offlineLogDirs(List.of(ControllerFixture.directory(1))));

        assertEquals(0, cluster.partition("orders", 0).leader());
        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr());
    }

    @Test
    void directoriesThatAreCordonedGetNoNewReplicas() {
        cluster.brokers(2);
        beat(cluster.beat(0).cordonedLogDirs(List.of(ControllerFixture.directory(0))));
        cluster.createOne(ControllerFixture.topic("orders", 4, 1));

        cluster.image().topics().topic("orders").partitions().values()
                .forEach(partition -> assertEquals(1, partition.leader()));
    }

    private BrokerHeartbeatResponse beat(BrokerHeartbeatRequest.Builder request) {
        return cluster.answer(cluster.controller.heartbeat(request.build()));
    }

    private ErrorCode refused(BrokerHeartbeatRequest.Builder request) {
        return cluster.refusal(cluster.controller.heartbeat(request.build())).error();
    }
}
