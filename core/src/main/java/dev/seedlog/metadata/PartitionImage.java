package dev.seedlog.metadata;

import dev.seedlog.base.Uuid;
import dev.seedlog.wire.IntList;
import dev.seedlog.wire.metadata.PartitionChangeRecord;
import dev.seedlog.wire.metadata.PartitionRecord;
import java.util.List;

/**
 * A partition as the controller has decided.
 *
 * @param assignment where its replicas are
 * @param isr the replicas that have every acknowledged record
 * @param elr replicas that left the ISR when it was at its minimum, and may still lead (KIP-966)
 * @param lastKnownElr who led when both became empty
 * @param recovery whether the leader recovers from an unclean election
 * @param leader the leader's broker id, or {@link #NO_LEADER}
 * @param leaderEpoch counts the leaders
 * @param partitionEpoch counts all changes
 */
public record PartitionImage(ReplicaAssignment assignment, IntList isr, IntList elr, IntList lastKnownElr,
                             LeaderRecoveryState recovery, int leader, int leaderEpoch, int partitionEpoch) {

    /** There is no leader. */
    public static final int NO_LEADER = -1;

    /** In a change record: the leader, and its epoch, stay as they are. */
    public static final int NO_LEADER_CHANGE = -2;

    /** A new partition; the first of the ISR leads. */
    public static PartitionImage created(ReplicaAssignment assignment, IntList isr) {
        return new PartitionImage(assignment, isr, IntList.empty(), IntList.empty(), LeaderRecoveryState.RECOVERED,
                isr.getInt(0), 0, 0);
    }

    /**
     * The partition that a record describes.
     *
     * @throws IllegalArgumentException if the record contradicts itself
     */
    static PartitionImage of(PartitionRecord record) {
        return new PartitionImage(
                new ReplicaAssignment(record.replicas(), emptyToNull(record.directories()), record.removingReplicas(),
                        record.addingReplicas()),
                record.isr(), nullToEmpty(record.eligibleLeaderReplicas()), nullToEmpty(record.lastKnownElr()),
                recovery(record.leaderRecoveryState()), record.leader(), record.leaderEpoch(), record.partitionEpoch());
    }

    /**
     * This partition after a change.
     *
     * @throws IllegalArgumentException if the result would contradict itself
     */
    public PartitionImage changedBy(PartitionChangeRecord change) {
        IntList replicas = change.replicas() == null ? assignment.replicas() : change.replicas();
        List<Uuid> directories = change.directories() == null ? assignment.directories()
                : emptyToNull(change.directories());
        if (change.directories() == null && directories.size() != replicas.size()) {
            // Written before directories had ids: then nothing is known of any of them.
            directories = null;
        }
        boolean sameLeader = change.leader() == NO_LEADER_CHANGE;
        return new PartitionImage(
                new ReplicaAssignment(replicas, directories,
                        change.removingReplicas() == null ? assignment.removing() : change.removingReplicas(),
                        change.addingReplicas() == null ? assignment.adding() : change.addingReplicas()),
                change.isr() == null ? isr : change.isr(),
                change.eligibleLeaderReplicas() == null ? elr : change.eligibleLeaderReplicas(),
                change.lastKnownElr() == null ? lastKnownElr : change.lastKnownElr(),
                change.leaderRecoveryState() == LeaderRecoveryState.NO_CHANGE ? recovery
                        : recovery(change.leaderRecoveryState()),
                sameLeader ? leader : change.leader(), sameLeader ? leaderEpoch : leaderEpoch + 1, partitionEpoch + 1);
    }

    /** This partition without eligible leader replicas; it is a change like any other if there were some. */
    PartitionImage withoutElr() {
        return elr.isEmpty() && lastKnownElr.isEmpty() ? this
                : new PartitionImage(assignment, isr, IntList.empty(), IntList.empty(), recovery, leader, leaderEpoch,
                        partitionEpoch + 1);
    }

    /** The brokers that have replicas, the preferred leader first. */
    public IntList replicas() {
        return assignment.replicas();
    }

    /** Whether some broker leads. */
    public boolean hasLeader() {
        return leader != NO_LEADER;
    }

    /** The replica that should lead, or {@link #NO_LEADER}. */
    public int preferredLeader() {
        return replicas().isEmpty() ? NO_LEADER : replicas().getInt(0);
    }

    /** The record that says all of this; what the version cannot say is left out. */
    public MetadataRecord toRecord(Uuid topicId, int partitionId, MetadataVersion version) {
        PartitionRecord.Builder record = PartitionRecord.builder()
                .topicId(topicId)
                .partitionId(partitionId)
                .replicas(replicas())
                .isr(isr)
                .removingReplicas(assignment.removing())
                .addingReplicas(assignment.adding())
                .leader(leader)
                .leaderRecoveryState(recovery.code())
                .leaderEpoch(leaderEpoch)
                .partitionEpoch(partitionEpoch);
        if (version.hasDirectories()) {
            record.directories(assignment.directories());
        }
        // Tagged fields: absent takes fewer bytes than empty.
        if (version.hasEligibleLeaderReplicas() && !elr.isEmpty()) {
            record.eligibleLeaderReplicas(elr);
        }
        if (version.hasEligibleLeaderReplicas() && !lastKnownElr.isEmpty()) {
            record.lastKnownElr(lastKnownElr);
        }
        return new MetadataRecord(record.build(), version.partitionRecordVersion());
    }

    private static LeaderRecoveryState recovery(byte code) {
        LeaderRecoveryState state = LeaderRecoveryState.ofCode(code);
        if (state == null) {
            throw new IllegalArgumentException("leader recovery state " + code + " is unknown");
        }
        return state;
    }

    private static IntList nullToEmpty(IntList list) {
        return list == null ? IntList.empty() : list;
    }

    private static List<Uuid> emptyToNull(List<Uuid> list) {
        return list == null || list.isEmpty() ? null : list;
    }
}
