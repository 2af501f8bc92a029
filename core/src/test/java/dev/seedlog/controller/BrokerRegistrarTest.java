package dev.seedlog.controller;

import static dev.seedlog.controller.ControllerFixture.assigned;
import static dev.seedlog.controller.ControllerFixture.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.DirectoryIds;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.message.BrokerRegistrationRequest;
import dev.seedlog.wire.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.seedlog.wire.message.UnregisterBrokerRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerRegistrarTest {

    private final ControllerFixture cluster = new ControllerFixture();

    @Test
    void aNewBrokerIsFencedAndItsEpochIsWhereItsRegistrationBegins() {
        long offset = cluster.log.endOffset();
        long epoch = cluster.register(5);
        BrokerImage broker = cluster.image().cluster().broker(5);

        assertEquals(offset, epoch);
        assertEquals(epoch, broker.epoch());
        assertTrue(broker.fenced());
        assertEquals("h5", broker.endpoint("PLAINTEXT").host());
        assertEquals(List.of(ControllerFixture.directory(5)), broker.logDirs());
    }

    @Test
    void aProcessThatRegistersAgainAmendsItsRegistration() {
        long epoch = cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 1).build()))
                .brokerEpoch();
        cluster.heartbeat(5);
        long again = cluster.answer(cluster.controller.registerBroker(
                cluster.registration(5, 1).rack("r1").build())).brokerEpoch();

        assertEquals(epoch, again);
        assertEquals("r1", cluster.image().cluster().broker(5).rack());
        assertFalse(cluster.image().cluster().broker(5).fenced());
    }

    @Test
    void aProcessThatIsShuttingDownAndRegistersAgainIsStillShuttingDown() {
        cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 1).build()));
        cluster.heartbeat(5);
        cluster.createOne(assigned("orders", on(5)));
        cluster.answer(cluster.controller.heartbeat(cluster.beat(5).wantShutDown(true).build()));
        cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 1).build()));

        assertTrue(cluster.image().cluster().broker(5).inControlledShutdown());
    }

    private PartitionImage afterRestart(int broker, boolean nothingLost, Uuid... directories) {
        long before = cluster.image().cluster().broker(broker).epoch();
        cluster.clock.advanceMillis(1);
        cluster.answer(cluster.controller.registerBroker(
                cluster.registration(broker, cluster.clock.nanoTime()).logDirs(List.of(directories))
                        .previousBrokerEpoch(nothingLost ? before : -1).build()));
        return cluster.partition("orders", 0);
    }

    @Test
    void whoLostNothingStaysInSyncAndLeadsAgainInANewEpochOnceItIsUnfenced() {
        cluster.brokers(1);
        cluster.createOne(assigned("orders", on(0)));
        PartitionImage restarted = afterRestart(0, true, ControllerFixture.directory(0));
        assertEquals(PartitionImage.NO_LEADER, restarted.leader());
        assertEquals(1, restarted.leaderEpoch());
        assertEquals(IntList.of(0), restarted.isr());
        cluster.heartbeat(0);

        assertEquals(0, cluster.partition("orders", 0).leader());
        assertEquals(2, cluster.partition("orders", 0).leaderEpoch());
    }

    @Test
    void severalThatLostNothingStayInSyncAndTheFirstThatIsUnfencedLeads() {
        cluster.brokers(3);
        cluster.createOne(assigned("orders", on(0, 1, 2)));
        assertEquals(1, afterRestart(0, true, ControllerFixture.directory(0)).leader());
        assertEquals(2, afterRestart(1, true, ControllerFixture.directory(1)).leader());
        PartitionImage all = afterRestart(2, true, ControllerFixture.directory(2));
        assertEquals(PartitionImage.NO_LEADER, all.leader());
        assertEquals(IntList.of(0, 1, 2), all.isr());
        cluster.heartbeat(1);

        assertEquals(1, cluster.partition("orders", 0).leader());
        assertEquals(IntList.of(0, 1, 2), cluster.partition("orders", 0).isr());
    }

    @Test
    void whoLostSomethingLeavesTheIsrToOneThatDidNot() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        afterRestart(1, true, ControllerFixture.directory(1));
        PartitionImage partition = afterRestart(0, false, ControllerFixture.directory(0));
        assertEquals(IntList.of(1), partition.isr());
        cluster.heartbeat(0);
        assertEquals(PartitionImage.NO_LEADER, cluster.partition("orders", 0).leader(), "0 waits for 1");
        cluster.heartbeat(1);

        assertEquals(1, cluster.partition("orders", 0).leader());
    }

    @Test
    void whoDiedWhileItRegisteredAndItsSuccessorKnowTheEpochBeforeOnly() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        long before = cluster.image().cluster().broker(1).epoch();
        afterRestart(1, true, ControllerFixture.directory(1));
        for (int incarnation = 70; incarnation < 73; incarnation++) {
            cluster.answer(cluster.controller.registerBroker(
                    cluster.registration(1, incarnation).previousBrokerEpoch(before).build()));
            assertEquals(IntList.of(0, 1), cluster.partition("orders", 0).isr());
        }
        cluster.heartbeat(1);
        cluster.answer(cluster.controller.registerBroker(
                cluster.registration(1, 73).previousBrokerEpoch(before).build()));

        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr(), "it was unfenced since, and has a new epoch");
    }

    @Test
    void whoLostNothingKeepsOthersFromBeingElectedUncleanlyUntilItsSessionEnds() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)).configs(List.of(CreatableTopicConfig.builder()
                .name("unclean.leader.election.enable").value("true").build())));
        afterRestart(1, false, ControllerFixture.directory(1));
        cluster.heartbeat(1);
        assertEquals(PartitionImage.NO_LEADER, afterRestart(0, true, ControllerFixture.directory(0)).leader());
        cluster.passWhileAlive(ControllerFixture.SESSION_MS + 3_000, 1);

        assertEquals(1, cluster.partition("orders", 0).leader());
    }

    @Test
    void whoDoesNotComeBackAfterItsRegistrationIsGivenUpWhenItsSessionEnds() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        assertEquals(IntList.of(0, 1), afterRestart(1, true, ControllerFixture.directory(1)).isr());
        cluster.passWhileAlive(ControllerFixture.SESSION_MS - 1_000, 0);
        assertEquals(IntList.of(0, 1), cluster.partition("orders", 0).isr());
        cluster.passWhileAlive(4_000, 0);

        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr());
    }

    @Test
    void whatWasInADirectoryThatIsMissingIsLostThoughNothingElseIs() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.clock.advanceMillis(ControllerFixture.SESSION_MS + 1);
        PartitionImage partition = afterRestart(0, true, new Uuid(77, 7));

        assertEquals(IntList.of(1), partition.isr());
        assertEquals(1, partition.leader());
    }

    @Test
    void aSecondBrokerWithTheIdOfALiveOneIsRefused() {
        cluster.start(5);
        Uuid other = new Uuid(9, 9);
        assertEquals(ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                refused(cluster.registration(5, 99).logDirs(List.of(other))));
        assertEquals(ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                refused(cluster.registration(5, 99).logDirs(List.of(ControllerFixture.directory(5), other))));
        cluster.clock.advanceMillis(ControllerFixture.SESSION_MS + 1);

        long epoch = cluster.answer(cluster.controller.registerBroker(
                cluster.registration(5, 99).logDirs(List.of(other)).build())).brokerEpoch();
        assertEquals(epoch, cluster.image().cluster().broker(5).epoch());
    }

    @Test
    void aProcessWithAllLogDirectoriesOfALiveOneTakesItsPlaceAtOnceSinceTheirLocksProveItDead() {
        long dead = cluster.start(5);
        long epoch = cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 99).build()))
                .brokerEpoch();

        assertTrue(epoch > dead);
        assertTrue(cluster.image().cluster().broker(5).fenced());
        cluster.heartbeat(5);
        assertFalse(cluster.image().cluster().broker(5).fenced());
    }

    @Test
    void aNewControllerTakesARestartedBrokerThatItNeverHeardOf() {
        cluster.start(5);
        cluster.host.end();
        cluster.host.begin(2);
        for (int i = 0; i < cluster.log.endOffset(); i++) {
            cluster.host.replay(cluster.log.records().get(i), i);
        }
        cluster.host.loaded();
        long epoch = cluster.answer(cluster.controller.registerBroker(cluster.registration(5, 99).build()))
                .brokerEpoch();

        assertEquals(epoch, cluster.image().cluster().broker(5).epoch());
    }

    @Test
    void aRestartedBrokerIsInNoIsrUntilItHasCaughtUp() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.clock.advanceMillis(ControllerFixture.SESSION_MS + 1);
        cluster.heartbeat(1);
        cluster.register(0);
        PartitionImage partition = cluster.partition("orders", 0);

        assertEquals(IntList.of(1), partition.isr());
        assertEquals(1, partition.leader());
    }

    @Test
    void theOnlyMemberOfAnIsrStaysInItAndLeadsAgainWhenItIsBack() {
        cluster.brokers(1);
        cluster.createOne(assigned("orders", on(0)));
        cluster.clock.advanceMillis(ControllerFixture.SESSION_MS + 1);
        cluster.register(0);
        assertEquals(PartitionImage.NO_LEADER, cluster.partition("orders", 0).leader());
        assertEquals(IntList.of(0), cluster.partition("orders", 0).isr());
        cluster.heartbeat(0);

        assertEquals(0, cluster.partition("orders", 0).leader());
        assertEquals(2, cluster.partition("orders", 0).leaderEpoch());
    }

    @Test
    void aBrokerOfAnotherClusterIsRefused() {
        assertEquals(ErrorCode.INCONSISTENT_CLUSTER_ID, refused(cluster.registration(5, 1).clusterId("other")));
    }

    @Test
    void aBrokerThatLacksAFinalizedFeatureIsRefused() {
        BrokerRegistrationRequest.Feature old = BrokerRegistrationRequest.Feature.builder().name("metadata.version")
                .minSupportedVersion((short) 7).maxSupportedVersion((short) 29).build();
        assertEquals(ErrorCode.UNSUPPORTED_VERSION, refused(cluster.registration(5, 1).features(List.of(old))));
        assertEquals(ErrorCode.UNSUPPORTED_VERSION, refused(cluster.registration(5, 1).features(List.of())));
        ControllerFixture withElr = ControllerFixture.withElr();
        BrokerRegistrationRequest request = withElr.registration(5, 1).build();

        assertEquals(ErrorCode.UNSUPPORTED_VERSION, withElr.refusal(withElr.controller.registerBroker(
                request.toBuilder().features(request.features().subList(0, 1)).build())).error());
    }

    @Test
    void directoriesMustBeSensible() {
        cluster.register(4);
        Uuid taken = ControllerFixture.directory(4);
        assertEquals(ErrorCode.INVALID_REGISTRATION, refused(cluster.registration(5, 1).logDirs(List.of())));
        assertEquals(ErrorCode.INVALID_REGISTRATION,
                refused(cluster.registration(5, 1).logDirs(List.of(DirectoryIds.LOST))));
        assertEquals(ErrorCode.INVALID_REGISTRATION, refused(cluster.registration(5, 1).logDirs(List.of(taken))));
        Uuid own = ControllerFixture.directory(5);
        assertEquals(ErrorCode.INVALID_REGISTRATION, refused(cluster.registration(5, 1).logDirs(List.of(own, own))));
    }

    @Test
    void aBrokerFromTheTimesOfZooKeeperIsRefused() {
        assertEquals(ErrorCode.BROKER_ID_NOT_REGISTERED, refused(cluster.registration(5, 1).isMigratingZkBroker(true)));
    }

    @Test
    void anUnregisteredBrokerIsForgottenEverywhere() {
        cluster.brokers(2);
        cluster.createOne(assigned("orders", on(0, 1)));
        cluster.answer(cluster.controller.unregisterBroker(UnregisterBrokerRequest.builder().brokerId(0).build()));

        assertEquals(IntList.of(1), cluster.partition("orders", 0).isr());
        assertEquals(1, cluster.partition("orders", 0).leader());
        assertEquals(ErrorCode.BROKER_ID_NOT_REGISTERED, cluster.refusal(cluster.controller.unregisterBroker(
                UnregisterBrokerRequest.builder().brokerId(0).build())).error());
    }

    private ErrorCode refused(BrokerRegistrationRequest.Builder request) {
        return cluster.refusal(cluster.controller.registerBroker(request.build())).error();
    }
}
