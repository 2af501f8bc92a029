package dev.seedlog.controller;

import dev.seedlog.base.Uuid;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ClusterImage;
import dev.seedlog.metadata.DirectoryIds;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.ReplicaAssignment;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes partitions from the brokers that were placed, or that a user has chosen. */
final class NewPartitions {

    private NewPartitions() {
    }

    /**
     * A partition on these brokers; those that are live are its ISR, the first of them leads.
     *
     * @param ifNoneLive the error if all are fenced or shutting down
     */
    static PartitionImage create(MetadataImage image, IntList replicas, ErrorCode ifNoneLive, int partitionId) {
        int[] isr = new int[replicas.size()];
        int live = 0;
        List<Uuid> directories = new ArrayList<>();
        for (int broker : replicas) {
            if (image.cluster().isActive(broker)) {
                isr[live++] = broker;
            }
            directories.add(directory(image, broker));
        }
        if (live == 0) {
            throw new RefusedException(ifNoneLive, "All brokers of partition " + partitionId + ", " + replicas
                    + ", are fenced or in controlled shutdown.");
        }
        IntList liveReplicas = IntList.of(Arrays.copyOf(isr, live));
        return PartitionImage.created(ReplicaAssignment.of(replicas, directories), liveReplicas);
    }

    /** The directory of a new replica on a broker. */
    static Uuid directory(MetadataImage image, int brokerId) {
        BrokerImage broker = image.cluster().broker(brokerId);
        if (!image.metadataVersion().hasDirectories() || broker == null) {
            return DirectoryIds.MIGRATING;
        }
        return broker.defaultDirectory();
    }

    /**
     * Checks brokers that a user has chosen for a partition.
     *
     * @param replicationFactor how many the other partitions have, 0 if this is the first
     * @throws RefusedException with INVALID_REPLICA_ASSIGNMENT
     */
    static void requireValid(ClusterImage cluster, IntList brokers, int replicationFactor) {
        if (brokers.isEmpty()) {
            throw invalid("The manual assignment has a partition without brokers.");
        }
        int[] sorted = brokers.toIntArray();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (cluster.broker(sorted[i]) == null) {
                throw invalid("The manual assignment has broker " + sorted[i] + ", which is not registered.");
            }
            if (i > 0 && sorted[i] == sorted[i - 1]) {
                throw invalid("The manual assignment has broker " + sorted[i] + " more than once for a partition.");
            }
        }
        if (replicationFactor != 0 && sorted.length != replicationFactor) {
            throw invalid("The manual assignment has a partition with " + sorted.length
                    + " replica(s), but others have " + replicationFactor + ".");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
}
