package dev.seedlog.sim;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.sim.check.QuorumWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may be relied on: replicas in the committed ISR or ELR whose machine has not lost its power or its disk, and
 * whose disk has not failed to force anything, since the broker was registered. A kill changes nothing.
 */
final class ReplicaSafety {

    private final QuorumWatch quorum;
    private final Map<Integer, Long> cutEpochs = new TreeMap<>();
    private final Map<Integer, Long> disownedEpochs = new TreeMap<>();
    private final Map<Integer, Long> lostEpochs = new TreeMap<>();

    ReplicaSafety(QuorumWatch quorum) {
        this.quorum = quorum;
    }

    /** What a broker has not forced may be lost, now. */
    void cut(int broker) {
        note(broker, cutEpochs);
    }

    /** A broker will not vouch for what it has when it is back: a force has failed, or a directory is gone. */
    void disowned(int broker) {
        note(broker, disownedEpochs);
    }

    /** A broker has nothing any more of what its disk does not show. */
    void lost(int broker) {
        note(broker, lostEpochs);
        disowned(broker);
    }

    private void note(int broker, Map<Integer, Long> epochs) {
        BrokerImage registered = quorum.newest().cluster().broker(broker);
        if (registered != null) {
            epochs.put(broker, registered.epoch());
        }
    }

    /** Whether a broker may be elected without a record being lost, as far as the controller knows. */
    boolean mayLead(TopicPartition partition, int broker) {
        return quorum.mayLead(partition, broker);
    }

    /** Whether a broker led last, so that it is elected again if all who are eligible have lost something. */
    boolean ledLast(TopicPartition partition, int broker) {
        TopicImage topic = quorum.newest().topics().topic(partition.topic());
        PartitionImage image = topic == null ? null : topic.partition(partition.partition());
        return image != null && image.lastKnownElr().containsInt(broker);
    }

    /** The id of the topic that has this name now; zero if there is none. */
    Uuid topicId(String name) {
        TopicImage topic = quorum.newest().topics().topic(name);
        return topic == null ? Uuid.ZERO : topic.id();
    }

    /** How far what a broker has may be relied on. */
    HeldLogs.Trust trust(int broker) {
        return isOfPresent(broker, disownedEpochs) ? HeldLogs.Trust.DISOWNED
                : isOfPresent(broker, cutEpochs) ? HeldLogs.Trust.FORCED : HeldLogs.Trust.ALL;
    }

    /** Whether a broker has lost a log directory since it was registered. */
    boolean hasLost(int broker) {
        return isOfPresent(broker, lostEpochs);
    }

    private boolean isOfPresent(int broker, Map<Integer, Long> epochs) {
        BrokerImage registered = quorum.newest().cluster().broker(broker);
        return registered != null && Long.valueOf(registered.epoch()).equals(epochs.get(broker));
    }

    /**
     * Whether all that a broker may be elected for is also with another one that may, and that has lost nothing that
     * counts: nothing at all, or, where acknowledgements imply a force, nothing that was forced.
     */
    boolean canSpare(int broker, boolean forcedAcks) {
        for (TopicImage topic : quorum.newest().topics().byId().values()) {
            for (PartitionImage partition : topic.partitions().values()) {
                if (QuorumWatch.mayLead(partition, broker) && !anotherMayLead(partition, broker, forcedAcks)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean anotherMayLead(PartitionImage partition, int broker, boolean forcedAcks) {
        for (int other : partition.replicas()) {
            if (other != broker && QuorumWatch.mayLead(partition, other)
                    && trust(other).keepsWhatCounts(forcedAcks)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Who is no longer in the ISR or ELR, and had a reason to leave: it was fenced, its directory is offline, or it has
     * no replica any more. To be killed and to register again is none.
     */
    List<Integer> leftForAReason(MetadataImage before, MetadataImage after, PartitionImage was, PartitionImage is) {
        TreeSet<Integer> left = new TreeSet<>(was.isr());
        left.addAll(was.elr());
        left.removeAll(is.isr());
        left.removeAll(is.elr());
        List<Integer> withReason = new ArrayList<>();
        for (int broker : left) {
            BrokerImage then = before.cluster().broker(broker);
            BrokerImage now = after.cluster().broker(broker);
            Uuid directory = was.assignment().directory(broker);
            // Who is being added, and was in sync, was taken away in between.
            boolean gone = now == null || !is.replicas().containsInt(broker)
                    || is.assignment().adding().containsInt(broker)
                    || directory != null && !now.hasOnlineDirectory(directory);
            boolean fenced = now != null && then != null && now.epoch() == then.epoch() && !now.isActive();
            if (gone || fenced) {
                withReason.add(broker);
            }
        }
        return withReason;
    }
}
