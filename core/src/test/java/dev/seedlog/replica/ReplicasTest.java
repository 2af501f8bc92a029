package dev.seedlog.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.LogWorld;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicasTest {

    private final ReplicasFixture fixture = new ReplicasFixture();
    private final List<ErrorCode> answers = new ArrayList<>();

    @Test
    void aPartitionThatThisBrokerLeadsIsServed() {
        fixture.withTopic(1);
        assertEquals(ErrorCode.NONE, fixture.replica().unavailable());
        assertSame(fixture.replica(), fixture.replicas.find(ReplicasFixture.TOPIC, 0));
        assertNull(fixture.replicas.find(ReplicasFixture.TOPIC, 1));
        assertNull(fixture.replicas.find(ReplicasFixture.TOPIC, -1));
    }

    @Test
    void aPartitionThatAnotherBrokerLeadsIsNot() {
        fixture.withTopic(2, 1);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, fixture.replica().unavailable());
        assertNull(new ReplicasFixture().withTopic(2, 3).replica(), "and one that has no replica here is not known");
    }

    @Test
    void aProduceIsAcknowledgedWhenTheTurnsWriteHasReturned() {
        fixture.withTopic(1);
        for (Acks acks : Acks.values()) {
            produce(acks);
            assertEquals(List.of(), answers, acks + " before the turn ends");
            fixture.replicas.endTurn();
            assertEquals(List.of(ErrorCode.NONE), answers, acks + " behind it");
            answers.clear();
        }
        assertEquals(9, fixture.leader().highWatermark());
    }

    @Test
    void withForcedAcknowledgementsTheForceIsWaitedFor() {
        fixture.forcedAcks = true;
        fixture.withTopic(1);
        produce(Acks.LEADER);
        produce(Acks.ALL);
        produce(Acks.NONE);
        fixture.replicas.endTurn();
        assertEquals(List.of(ErrorCode.NONE), answers, "only who does not care is done");
        assertEquals(0, fixture.leader().highWatermark());
    }

    @Test
    void aNewEpochAbortsWhatWaitedInTheOldOne() {
        fixture.forcedAcks = true;
        fixture.withTopic(1);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        PartitionLeader old = fixture.leader();
        fixture.change(PartitionChangeRecord.builder().leader(1));
        assertEquals(List.of(ErrorCode.NOT_LEADER_OR_FOLLOWER), answers);
        assertTrue(old.over());
        assertEquals(1, fixture.leader().leaderEpoch());
    }

    @Test
    void whatDoesNotChangeTheEpochAbortsNothing() {
        fixture.forcedAcks = true;
        fixture.withTopic(1, 2);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        assertEquals(List.of(), answers);
        assertEquals(0, fixture.leader().leaderEpoch());
    }

    @Test
    void theLossOfLeadershipAbortsWhatWaits() {
        fixture.forcedAcks = true;
        fixture.withTopic(1, 2);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        fixture.change(PartitionChangeRecord.builder().leader(2));
        assertEquals(List.of(ErrorCode.NOT_LEADER_OR_FOLLOWER), answers);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, fixture.replica().unavailable());
    }

    @Test
    void aDeletedTopicAbortsWhatWaitsAndIsForgotten() {
        fixture.forcedAcks = true;
        fixture.withTopic(1);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        fixture.removeTopic();
        assertEquals(List.of(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), answers);
        assertNull(fixture.replica());
        assertEquals(List.of(), fixture.replicas.all());
    }

    @Test
    void anOfflineDirectoryAbortsWhatWaitsAndStaysOffline() {
        fixture.forcedAcks = true;
        fixture.withTopic(1);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        fixture.world.directory.health().goOffline("a test", null);
        fixture.replicas.directoryOffline(fixture.world.directory);
        assertEquals(List.of(ErrorCode.KAFKA_STORAGE_ERROR), answers);
        fixture.change(PartitionChangeRecord.builder().leader(1));
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, fixture.replica().unavailable());
    }

    @Test
    void aPartWhosePartitionEndedBeforeTheRequestBeganToWaitIsTold() {
        fixture.withTopic(1);
        PendingProduce pending = new PendingProduce(Acks.ALL, () -> { });
        PendingProduce.Part part = pending.add(fixture.leader(), fixture.append(Acks.ALL, 1));
        fixture.world.directory.health().goOffline("another part's append failed", null);
        fixture.replicas.directoryOffline(fixture.world.directory);
        pending.begin(fixture.timers, 1_000_000_000L);
        assertTrue(pending.done(), "nobody would ever wake it");
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, part.error());
    }

    @Test
    void whatIsFoundOnDiskIsServedAgain() {
        fixture.withTopic(1);
        fixture.append(Acks.ALL, 3);
        fixture.replicas.endTurn();
        fixture.world.stop();
        ReplicasFixture next = new ReplicasFixture(fixture.disk).withTopicKnown(1);
        next.recoverAndStart();
        assertEquals(3, next.leader().log().logEndOffset());
        assertEquals(3, next.leader().highWatermark());
    }

    @Test
    void whatIsFoundOnDiskOfATopicThatIsNoMoreIsPutAside() {
        fixture.withTopic(1);
        fixture.append(Acks.ALL, 3);
        fixture.replicas.endTurn();
        fixture.world.stop();
        ReplicasFixture next = new ReplicasFixture(fixture.disk);
        next.recoverAndStart();
        next.world.stop();
        ReplicasFixture last = new ReplicasFixture(fixture.disk);
        assertEquals(List.of(), last.world.directory.partitions());
        assertTrue(fixture.disk.list(LogWorld.PATH).stream().anyMatch(entry -> entry.name().endsWith("-stray")));
        last.withTopic(1);
        assertEquals(0, last.leader().log().logEndOffset(), "a new topic of that name begins anew");
    }

    @Test
    void aMinimumOfReplicasIsAskedForBeforeAnAppend() {
        fixture.minInsyncReplicas = 2;
        fixture.withTopic(1, 2);
        assertTrue(fixture.append(Acks.ALL, 1).accepted());
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, fixture.append(Acks.ALL, 1).error());
        assertTrue(fixture.append(Acks.LEADER, 1).accepted());
        assertEquals(2, fixture.leader().log().queuedEndOffset());
    }

    @Test
    void aMinimumOfMoreReplicasThanThereAreMeansAllOfThem() {
        fixture.minInsyncReplicas = 3;
        fixture.withTopic(1);
        assertTrue(fixture.append(Acks.ALL, 1).accepted());
    }

    @Test
    void aNewConfigurationHoldsAtOnce() {
        fixture.withTopic(1, 2);
        fixture.change(PartitionChangeRecord.builder().isr(List.of(1)));
        assertTrue(fixture.append(Acks.ALL, 1).accepted());
        fixture.minInsyncReplicas = 2;
        fixture.configsChanged();
        assertEquals(ErrorCode.NOT_ENOUGH_REPLICAS, fixture.append(Acks.ALL, 1).error());
    }

    @Test
    void aProduceThatTakesTooLongIsAnsweredWithATimeoutOnce() {
        fixture.forcedAcks = true;
        fixture.withTopic(1);
        produce(Acks.ALL);
        fixture.replicas.endTurn();
        fixture.passMillis(1_001);
        assertEquals(List.of(ErrorCode.REQUEST_TIMED_OUT), answers);
        fixture.change(PartitionChangeRecord.builder().leader(1));
        assertEquals(1, answers.size());
    }

    @Test
    void whoWakesMayWaitAgainAtOnce() {
        fixture.withTopic(1);
        int[] woken = new int[1];
        int[] wokenAgain = new int[1];
        for (int i = 0; i < 8; i++) {
            fixture.leader().await(new WaitsAgain(woken, wokenAgain));
        }
        fixture.append(Acks.ALL, 1);
        fixture.replicas.endTurn();
        assertEquals(8, woken[0], "each of those that waited woke once");
        assertEquals(0, wokenAgain[0], "who waits anew waits for what comes next");
        assertNotNull(fixture.leader());
        assertFalse(fixture.leader().over());
    }

    private void produce(Acks acks) {
        PendingProduce[] pending = new PendingProduce[1];
        PendingProduce.Part[] part = new PendingProduce.Part[1];
        pending[0] = new PendingProduce(acks, () -> answers.add(part[0].error()));
        part[0] = pending[0].add(fixture.leader(), fixture.append(acks, 3));
        pending[0].begin(fixture.timers, 1_000_000_000L);
    }

    /** Is done when it wakes, and leaves a successor in the list that is being walked. */
    private final class WaitsAgain implements Waiter {
        private final int[] woken;
        private final int[] wokenAgain;
        private boolean done;

        private WaitsAgain(int[] woken, int[] wokenAgain) {
            this.woken = woken;
            this.wokenAgain = wokenAgain;
        }

        @Override
        public void moved(ServedPartition partition) {
            done = true;
            woken[0]++;
            partition.await(new WaitsAgain(wokenAgain, wokenAgain));
        }

        @Override
        public void aborted(ServedPartition partition, ErrorCode why) {
            done = true;
        }

        @Override
        public boolean done() {
            return done;
        }
    }
}
