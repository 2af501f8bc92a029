package dev.seedlog.sim.check;

import dev.seedlog.base.Invariant;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.ConfigResource;
import dev.seedlog.metadata.LeaderRecoveryState;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import java.util.TreeSet;

/**
 * Sees that with eligible leader replicas (KIP-966) nobody is forgotten who has all that was acknowledged, while fewer
 * than min.insync.replicas others have: then fewer than so many can lose something, and nothing is lost.
 */
final class EligibleWatch {

    private static final String MIN_IN_SYNC_REPLICAS = "min.insync.replicas";

    private int eligibleElected;
    private int lastLeadersElected;

    /** Compares two images; several batches may lie between them. */
    void look(MetadataImage before, MetadataImage after) {
        if (before.topics() == after.topics()) {
            return;
        }
        boolean comparable = before.configs() == after.configs()
                && before.features().eligibleLeaderReplicasEnabled()
                && after.features().eligibleLeaderReplicasEnabled();
        for (TopicImage topic : after.topics().byId().values()) {
            TopicImage known = before.topics().topic(topic.id());
            if (known != null && known != topic) {
                int minIsr = minIsr(after, topic.name());
                topic.partitions().forEach((number, partition) -> {
                    PartitionImage then = known.partition(number);
                    if (then != null && then != partition) {
                        count(then, partition);
                        if (comparable && isAsBefore(before, after, then)) {
                            check(then, partition, minIsr);
                        }
                    }
                });
            }
        }
    }

    private void count(PartitionImage was, PartitionImage is) {
        if (was.isr().isEmpty() && is.hasLeader()) {
            eligibleElected += was.elr().containsInt(is.leader()) ? 1 : 0;
            lastLeadersElected += was.elr().isEmpty() && was.lastKnownElr().containsInt(is.leader()) ? 1 : 0;
        }
    }

    /** How often somebody was elected who was not in sync, but eligible. */
    int eligibleElected() {
        return eligibleElected;
    }

    /** How often who led last was elected, because nobody was eligible. */
    int lastLeadersElected() {
        return lastLeadersElected;
    }

    private static void check(PartitionImage was, PartitionImage is, int minIsr) {
        TreeSet<Integer> forgotten = complete(was);
        TreeSet<Integer> left = complete(is);
        forgotten.removeAll(left);
        forgotten.retainAll(is.replicas());
        Invariant.check(forgotten.isEmpty() || is.recovery() == LeaderRecoveryState.RECOVERING
                || left.size() >= Math.min(minIsr, is.replicas().size()), "controller-eligible-kept",
                "a replica that has everything is no longer eligible to lead, and too few others are",
                forgotten.isEmpty() ? -1 : forgotten.first(), left.size());
    }

    /** Who has all that was acknowledged, as far as the controller knows. */
    private static TreeSet<Integer> complete(PartitionImage partition) {
        TreeSet<Integer> complete = new TreeSet<>(partition.isr());
        complete.addAll(partition.elr());
        return complete;
    }

    /** Whether no broker that had everything has been registered anew since: it may have lost something. */
    private static boolean isAsBefore(MetadataImage before, MetadataImage after, PartitionImage was) {
        for (int id : complete(was)) {
            BrokerImage then = before.cluster().broker(id);
            BrokerImage now = after.cluster().broker(id);
            if (then == null || now == null || then.epoch() != now.epoch()) {
                return false;
            }
        }
        return true;
    }

    private static int minIsr(MetadataImage image, String topic) {
        String value = image.configs().value(ConfigResource.topic(topic), MIN_IN_SYNC_REPLICAS);
        if (value == null) {
            value = image.configs().value(ConfigResource.ALL_BROKERS, MIN_IN_SYNC_REPLICAS);
        }
        return value == null ? 1 : Integer.parseInt(value);
    }
}
