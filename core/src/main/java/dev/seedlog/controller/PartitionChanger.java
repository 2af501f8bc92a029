package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.metadata.MetadataVersion;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * From a partition as it is, and what is wanted of it, to the record that changes it: a pure function. It completes a
 * reassignment whose new replicas are in sync (KIP-455), keeps the eligible leader replicas (KIP-966), elects a leader,
 * and bumps the leader epoch where followers must notice.
 *
 * <p>Invariant: without an unclean election a leader is chosen only among replicas that have every acknowledged record:
 * those of the ISR, or, if that is empty, the eligible ones.
 */
final class PartitionChanger {

    /**
     * What all partitions have in common for one change.
     *
     * @param version says what the record may contain
     * @param elrEnabled whether eligible leader replicas are kept
     */
    record Rules(MetadataVersion version, boolean elrEnabled) {
    }

    private final PartitionImage partition;
    private final Rules rules;
    private final IntPredicate mayLead;
    private final int minIsr;
    private final IntFunction<Uuid> newDirectories;
    private Election election = Election.ONLINE;
    private List<Integer> uncleanShutdown = List.of();
    private LeaderRecoveryState targetRecovery;
    private int movedReplica = PartitionImage.NO_LEADER;
    private Uuid movedTo;

    private List<Integer> isr;
    private List<Integer> replicas;
    private List<Integer> removing;
    private List<Integer> adding;
    private List<Integer> elr;
    private int leader;
    private boolean electedUncleanly;

    /**
     * A change of one partition.
     *
     * @param mayLead whether a broker is live and the replica's directory is online
     * @param minIsr {@code min.insync.replicas} of its topic
     * @param newDirectories the directory of a new replica, by broker
     */
    PartitionChanger(PartitionImage partition, Rules rules, IntPredicate mayLead, int minIsr,
                     IntFunction<Uuid> newDirectories) {
        this.newDirectories = newDirectories;
        this.partition = partition;
        this.rules = rules;
        this.mayLead = mayLead;
        this.minIsr = minIsr;
        this.isr = partition.isr();
        this.replicas = partition.replicas();
        this.removing = partition.assignment().removing();
        this.adding = partition.assignment().adding();
        this.elr = partition.elr();
        this.leader = partition.leader();
        this.targetRecovery = partition.recovery();
    }

    PartitionChanger election(Election kind) {
        election = kind;
        return this;
    }

    PartitionChanger isr(List<Integer> wanted) {
        isr = wanted;
        return this;
    }

    /** Other replicas: of these, some are to go and some to come. */
    PartitionChanger assignment(List<Integer> wanted, List<Integer> toRemove, List<Integer> toAdd) {
        replicas = wanted;
        removing = toRemove;
        adding = toAdd;
        return this;
    }

    /** A broker has its replica in another directory. */
    PartitionChanger directory(int broker, Uuid directory) {
        movedReplica = broker;
        movedTo = directory;
        return this;
    }

    PartitionChanger recovery(LeaderRecoveryState wanted) {
        targetRecovery = wanted;
        return this;
    }

    /** These brokers may have lost what they had not forced, so they are not eligible to lead. */
    PartitionChanger uncleanShutdown(List<Integer> brokers) {
        uncleanShutdown = brokers;
        return this;
    }

    /** The record, or null if nothing changes. */
    MetadataRecord change(Uuid topicId, int partitionId) {
        completeReassignment();
        chooseEligible();
        elect();
        PartitionChangeRecord.Builder record =
                PartitionChangeRecord.builder().topicId(topicId).partitionId(partitionId);
        boolean changed = leaderAndIsr(record);
        changed |= eligible(record);
        changed |= assignment(record);
        changed |= recovery(record);
        return changed ? MetadataRecord.of(record.build(), rules.version().partitionRecordVersion()) : null;
    }

    private void completeReassignment() {
        if (removing.isEmpty() && adding.isEmpty()) {
            return;
        }
        List<Integer> newIsr = without(isr, removing);
        List<Integer> newReplicas = without(replicas, removing);
        if (newIsr.isEmpty() || newReplicas.isEmpty() || !newIsr.containsAll(newReplicas)) {
            return;
        }
        isr = newIsr;
        replicas = newReplicas;
        removing = List.of();
        adding = List.of();
    }

    /**
     * Who leaves an ISR that is below its minimum has every acknowledged record, since none is acknowledged meanwhile.
     */
    private void chooseEligible() {
        if (!rules.elrEnabled()) {
            // Who was eligible when the feature was given up still is, for this once.
            elr = without(elr, uncleanShutdown);
            return;
        }
        if (isAtMinimum()) {
            elr = List.of();
            return;
        }
        TreeSet<Integer> candidates = new TreeSet<>(elr);
        candidates.addAll(partition.isr());
        candidates.removeAll(isr);
        candidates.removeAll(uncleanShutdown);
        candidates.retainAll(replicas);
        elr = List.copyOf(candidates);
    }

    private boolean isAtMinimum() {
        return isr.size() >= Math.min(minIsr, replicas.size());
    }

    private void elect() {
        int chosen = choose();
        if (chosen == partition.leader()) {
            electedUncleanly = false;
            return;
        }
        leader = chosen;
        if (elr.contains(chosen)) {
            isr = List.of(chosen);
            // It may be that the minimum has become lower: then it commits alone what the others do not have.
            elr = isAtMinimum() ? List.of() : without(elr, isr);
        }
    }

    private int choose() {
        if (election == Election.PREFERRED && !replicas.isEmpty() && isClean(replicas.get(0))) {
            return replicas.get(0);
        }
        if (partition.hasLeader() && isClean(partition.leader())) {
            return partition.leader();
        }
        for (int replica : replicas) {
            if (isClean(replica)) {
                return replica;
            }
        }
        if (lastLeaderMayLead()) {
            electedUncleanly = true;
            return partition.lastKnownElr().getInt(0);
        }
        if (election == Election.UNCLEAN) {
            for (int replica : replicas) {
                if (mayLead.test(replica)) {
                    electedUncleanly = true;
                    return replica;
                }
            }
        }
        return PartitionImage.NO_LEADER;
    }

    private boolean isClean(int replica) {
        return (isr.contains(replica) || isr.isEmpty() && elr.contains(replica)) && mayLead.test(replica);
    }

    /**
     * If all who had everything went down uncleanly, the last leader lost the least (KIP-966, balanced recovery). It
     * does though the feature was given up since, or the partition would wait for ever.
     */
    private boolean lastLeaderMayLead() {
        if (!elr.isEmpty() || !isr.isEmpty() || partition.lastKnownElr().size() != 1) {
            return false;
        }
        int last = partition.lastKnownElr().getInt(0);
        return replicas.contains(last) && mayLead.test(last);
    }

    private boolean leaderAndIsr(PartitionChangeRecord.Builder record) {
        boolean newLeader = leader != partition.leader();
        if (electedUncleanly) {
            isr = List.of(leader);
            elr = List.of();
        }
        // Without eligible replicas an ISR never becomes empty: its last member is the one to wait for.
        boolean newIsr = (!isr.isEmpty() || rules.elrEnabled()) && !isr.equals(partition.isr());
        boolean shrunk = newIsr && !isr.containsAll(partition.isr());
        boolean bump = !replicas.containsAll(partition.replicas())
                || shrunk && rules.version().bumpsLeaderEpochWhenIsrShrinks();
        if (newIsr) {
            record.isr(IntList.copyOf(isr));
        }
        if (newLeader || bump) {
            record.leader(leader);
        }
        return newLeader || newIsr || bump;
    }

    private boolean eligible(PartitionChangeRecord.Builder record) {
        boolean changed = false;
        if (!rules.elrEnabled() && leader != PartitionImage.NO_LEADER) {
            elr = List.of();
        }
        if (!elr.equals(partition.elr())) {
            record.eligibleLeaderReplicas(IntList.copyOf(elr));
            changed = true;
        }
        List<Integer> lastKnown = partition.lastKnownElr();
        if (rules.elrEnabled() && isr.isEmpty() && !partition.isr().isEmpty()) {
            // Who led and was started again leads no more, but is in sync: all who were know what was acknowledged.
            lastKnown = List.of(partition.hasLeader() ? partition.leader() : partition.isr().getInt(0));
        } else if (leader != PartitionImage.NO_LEADER) {
            lastKnown = List.of();
        }
        if (!lastKnown.equals(partition.lastKnownElr())) {
            record.lastKnownElr(IntList.copyOf(lastKnown));
            changed = true;
        }
        return changed;
    }

    private boolean assignment(PartitionChangeRecord.Builder record) {
        boolean changed = false;
        if (!replicas.equals(partition.replicas())) {
            record.replicas(IntList.copyOf(replicas));
            changed = true;
        }
        List<Uuid> directories = directories();
        if (rules.version().hasDirectories() && !directories.equals(partition.assignment().directories())) {
            record.directories(directories);
            changed = true;
        }
        if (!removing.equals(partition.assignment().removing())) {
            record.removingReplicas(IntList.copyOf(removing));
            changed = true;
        }
        if (!adding.equals(partition.assignment().adding())) {
            record.addingReplicas(IntList.copyOf(adding));
            changed = true;
        }
        return changed;
    }

    private List<Uuid> directories() {
        List<Uuid> directories = new ArrayList<>(replicas.size());
        for (int replica : replicas) {
            Uuid directory = replica == movedReplica ? movedTo : partition.assignment().directory(replica);
            directories.add(directory == null ? newDirectories.apply(replica) : directory);
        }
        return directories;
    }

    private boolean recovery(PartitionChangeRecord.Builder record) {
        LeaderRecoveryState next = electedUncleanly ? LeaderRecoveryState.RECOVERING : targetRecovery;
        if (next == partition.recovery()) {
            return false;
        }
        record.leaderRecoveryState(next.code());
        return true;
    }

    private static List<Integer> without(List<Integer> list, List<Integer> gone) {
        List<Integer> kept = new ArrayList<>(list);
        kept.removeAll(gone);
        return List.copyOf(kept);
    }
}
