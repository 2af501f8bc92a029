package dev.seedlog.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.ReplicaAssignment;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Partitions on brokers 1, 2 and 3, with a minimum ISR of 2. */
class PartitionChangerTest {

    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final PartitionChanger.Rules PLAIN = new PartitionChanger.Rules(MetadataVersion.LATEST, false);
    private static final PartitionChanger.Rules WITH_ELR = new PartitionChanger.Rules(MetadataVersion.LATEST, true);

    private PartitionImage partition = led(1, 1, 2, 3);
    private PartitionChanger.Rules rules = PLAIN;
    private int minIsr = 2;
    private TreeSet<Integer> live = new TreeSet<>(List.of(1, 2, 3));

    @Test
    void nothingChangesWithoutNeed() {
        assertNull(changer().change(TOPIC, 0));
        assertNull(changer().election(Election.PREFERRED).change(TOPIC, 0));
    }

    @Test
    void anIsrThatShrinksKeepsItsLeaderAndTheLeaderEpoch() {
        PartitionChangeRecord change = changed(changer().isr(List.of(1, 3)));

        assertEquals(IntList.of(1, 3), change.isr());
        assertEquals(PartitionImage.NO_LEADER_CHANGE, change.leader());
        assertEquals(List.of(5, 11), List.of(partition.leaderEpoch(), partition.partitionEpoch()));
    }

    @Test
    void beforeVersion36AnIsrThatShrinksNeedsANewLeaderEpoch() {
        rules = new PartitionChanger.Rules(MetadataVersion.V3_5_IV2, false);
        changed(changer().isr(List.of(1, 3)));

        assertEquals(List.of(1, 6), List.of(partition.leader(), partition.leaderEpoch()));
    }

    @Test
    void aLeaderThatIsGoneIsReplacedByTheNextOfTheIsr() {
        live.remove(1);
        changed(changer().isr(List.of(2, 3)));

        assertEquals(List.of(2, 6), List.of(partition.leader(), partition.leaderEpoch()));
        assertEquals(IntList.of(2, 3), partition.isr());
    }

    @Test
    void thePreferredReplicaLeadsAgainOnlyIfItIsInSync() {
        partition = led(2, 2, 3);
        assertNull(changer().election(Election.PREFERRED).change(TOPIC, 0));
        partition = led(2, 2, 1);
        changed(changer().election(Election.PREFERRED));

        assertEquals(1, partition.leader());
    }

    @Test
    void anIsrNeverBecomesEmptyWithoutEligibleReplicas() {
        partition = led(1, 1);
        live.remove(1);
        changed(changer().isr(List.of()));

        assertEquals(IntList.of(1), partition.isr());
        assertEquals(PartitionImage.NO_LEADER, partition.leader());
        assertNull(changer().isr(List.of()).change(TOPIC, 0));
    }

    @Test
    void anUncleanElectionMakesALonelyLeaderThatHasToRecover() {
        partition = led(1, 1);
        live.remove(1);
        changed(changer().isr(List.of()).election(Election.UNCLEAN));

        assertEquals(2, partition.leader());
        assertEquals(IntList.of(2), partition.isr());
        assertEquals(LeaderRecoveryState.RECOVERING, partition.recovery());
        changed(changer().recovery(LeaderRecoveryState.RECOVERED));
        assertEquals(LeaderRecoveryState.RECOVERED, partition.recovery());
    }

    @Test
    void whoLeavesAnIsrBelowItsMinimumStaysEligible() {
        rules = WITH_ELR;
        partition = led(1, 1, 2);
        live.remove(2);
        changed(changer().isr(List.of(1)));
        assertEquals(IntList.of(2), partition.elr());
        live.remove(1);
        changed(changer().isr(List.of()));

        assertEquals(IntList.empty(), partition.isr());
        assertEquals(IntList.of(1, 2), partition.elr());
        assertEquals(IntList.of(1), partition.lastKnownElr());
        assertEquals(PartitionImage.NO_LEADER, partition.leader());
    }

    @Test
    void anEligibleReplicaLeadsCleanlyWhenTheIsrIsEmpty() {
        whoLeavesAnIsrBelowItsMinimumStaysEligible();
        live.add(2);
        changed(changer());

        assertEquals(2, partition.leader());
        assertEquals(IntList.of(2), partition.isr());
        assertEquals(IntList.of(1), partition.elr());
        assertEquals(IntList.empty(), partition.lastKnownElr());
        assertEquals(LeaderRecoveryState.RECOVERED, partition.recovery());
    }

    @Test
    void anIsrAtItsMinimumNeedsNoOthersToBeEligible() {
        whoLeavesAnIsrBelowItsMinimumStaysEligible();
        live.addAll(List.of(1, 2));
        changed(changer());
        changed(changer().isr(List.of(1, 2)));

        assertEquals(IntList.of(1, 2), partition.isr());
        assertEquals(IntList.empty(), partition.elr());
    }

    @Test
    void whoWentDownUncleanlyIsNotEligibleAndTheLastLeaderLeadsIfNobodyElseCan() {
        rules = WITH_ELR;
        partition = led(1, 1);
        live.remove(1);
        changed(changer().isr(List.of()).uncleanShutdown(List.of(1)));
        assertEquals(IntList.empty(), partition.elr());
        assertEquals(IntList.of(1), partition.lastKnownElr());
        live.remove(3);
        assertNull(changer().change(TOPIC, 0), "2 never had everything");
        live.add(1);
        changed(changer());

        assertEquals(1, partition.leader());
        assertEquals(LeaderRecoveryState.RECOVERING, partition.recovery());
        assertEquals(IntList.empty(), partition.lastKnownElr());
    }

    @Test
    void whoWasEligibleWhenTheFeatureWasGivenUpMayStillLeadOnce() {
        whoLeavesAnIsrBelowItsMinimumStaysEligible();
        rules = PLAIN;
        assertNull(changer().change(TOPIC, 0));
        live.add(2);
        changed(changer());

        assertEquals(2, partition.leader());
        assertEquals(LeaderRecoveryState.RECOVERED, partition.recovery());
        assertEquals(List.of(IntList.of(2), IntList.empty(), IntList.empty()),
                List.of(partition.isr(), partition.elr(), partition.lastKnownElr()));
    }

    @Test
    void theLastLeaderLeadsThoughTheFeatureWasGivenUp() {
        rules = WITH_ELR;
        partition = led(1, 1);
        live.clear();
        changed(changer().isr(List.of()).uncleanShutdown(List.of(1)));
        rules = PLAIN;
        live.add(1);
        changed(changer());

        assertEquals(1, partition.leader());
        assertEquals(IntList.empty(), partition.lastKnownElr());
    }

    @Test
    void aMinimumThatIsLowerNowLeavesNobodyEligibleBesideALeaderThatCommitsAlone() {
        whoLeavesAnIsrBelowItsMinimumStaysEligible();
        live.add(2);
        minIsr = 1;
        changed(changer());

        assertEquals(IntList.of(2), partition.isr());
        assertEquals(IntList.empty(), partition.elr());
    }

    @Test
    void whoHasNoReplicaAnyMoreIsNotEligible() {
        rules = WITH_ELR;
        partition = led(1, 1, 2, 3);
        minIsr = 3;
        changed(changer().assignment(List.of(1, 2), List.of(), List.of()).isr(List.of(1)));

        assertEquals(IntList.of(2), partition.elr());
    }

    @Test
    void theLastInSyncIsKnownThoughItDidNotLeadWhenItLostSomething() {
        rules = WITH_ELR;
        partition = led(1, 1);
        live.clear();
        changed(changer());
        assertEquals(PartitionImage.NO_LEADER, partition.leader());
        changed(changer().isr(List.of()).uncleanShutdown(List.of(1)));

        assertEquals(IntList.of(1), partition.lastKnownElr());
    }

    @Test
    void aReassignmentIsCompleteWhenAllNewReplicasAreInSync() {
        Uuid[] directories = {new Uuid(9, 1), new Uuid(9, 2), new Uuid(9, 3)};
        partition = new PartitionImage(new ReplicaAssignment(IntList.of(1, 2, 3), List.of(directories), IntList.of(1),
                IntList.of(3)), IntList.of(1, 2), IntList.empty(), IntList.empty(), LeaderRecoveryState.RECOVERED, 1, 5,
                10);
        assertNull(changer().change(TOPIC, 0));
        changed(changer().isr(List.of(1, 2, 3)));

        assertEquals(IntList.of(2, 3), partition.replicas());
        assertEquals(IntList.of(2, 3), partition.isr());
        assertEquals(List.of(directories[1], directories[2]), partition.assignment().directories());
        assertEquals(2, partition.leader());
        assertTrue(!partition.assignment().isChanging());
    }

    @Property
    void aCleanElectionOnlyEverChoosesWhoHasEverything(
            @ForAll @IntRange(max = 7) int inSync, @ForAll @IntRange(max = 7) int eligible,
            @ForAll @IntRange(max = 7) int alive, @ForAll boolean elrEnabled, @ForAll boolean preferred) {
        TreeSet<Integer> isr = brokers(inSync);
        TreeSet<Integer> elr = brokers(eligible & ~inSync);
        live = brokers(alive);
        rules = elrEnabled ? WITH_ELR : PLAIN;
        partition = new PartitionImage(ReplicaAssignment.of(IntList.of(1, 2, 3), null), IntList.copyOf(isr),
                elrEnabled ? IntList.copyOf(elr) : IntList.empty(), IntList.empty(), LeaderRecoveryState.RECOVERED,
                isr.isEmpty() ? PartitionImage.NO_LEADER : isr.first(), 5, 10);
        PartitionImage before = partition;
        MetadataRecord record = changer().election(preferred ? Election.PREFERRED : Election.ONLINE).change(TOPIC, 0);
        PartitionImage after = record == null ? before : before.changedBy((PartitionChangeRecord) record.value());

        if (after.hasLeader()) {
            TreeSet<Integer> complete = isr.isEmpty() ? new TreeSet<>(before.elr()) : isr;
            assertTrue(complete.contains(after.leader()), after + " after " + before);
            assertTrue(live.contains(after.leader()), after + " with " + live);
            assertTrue(after.isr().containsInt(after.leader()), after.toString());
        }
        TreeSet<Integer> both = new TreeSet<>(after.isr());
        both.retainAll(after.elr());
        assertTrue(both.isEmpty(), "nobody is in ISR and ELR: " + after);
    }

    /** The brokers whose bits are set. */
    private static TreeSet<Integer> brokers(int bits) {
        TreeSet<Integer> brokers = new TreeSet<>();
        for (int id = 1; id <= 3; id++) {
            if ((bits >> id - 1 & 1) == 1) {
                brokers.add(id);
            }
        }
        return brokers;
    }

    private PartitionChanger changer() {
        return new PartitionChanger(partition, rules, live::contains, minIsr, id -> new Uuid(500, id));
    }

    private PartitionChangeRecord changed(PartitionChanger changer) {
        PartitionChangeRecord change = (PartitionChangeRecord) changer.change(TOPIC, 0).value();
        partition = partition.changedBy(change);
        return change;
    }

    private static PartitionImage led(int leader, int... isr) {
        return new PartitionImage(ReplicaAssignment.of(IntList.of(1, 2, 3), null), IntList.of(isr), IntList.empty(),
                IntList.empty(), LeaderRecoveryState.RECOVERED, leader, 5, 10);
    }
}
