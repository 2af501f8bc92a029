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
 * Who may be relied on: replicas in the committed ISR or ELR whose machine has not lost its power, and whose disk has
 * not failed to force anything, since the broker was registered. A kill changes nothing.
 */
final class ReplicaSafety {

    private final QuorumWatch quorum;
    private final Map<Integer, Long> hitEpochs = new TreeMap<>();

    ReplicaSafety(QuorumWatch quorum) {
        this.quorum = quorum;
    }

    /** What a broker has not forced may be lost, now. */
    void hit(int broker) {
        BrokerImage registered = quorum.newest().cluster().broker(broker);
        if (registered != null) {
            hitEpochs.put(broker, registered.epoch());
        }
    }

    /** Whether a broker may be elected without a record being lost, as far as the controller knows. */
    boolean mayLead(TopicPartition partition, int broker) {
        return quorum.mayLead(partition, broker);
    }

    /** The id of the topic that has this name now; zero if there is none. */
    Uuid topicId(String name) {
        TopicImage topic = quorum.newest().topics().topic(name);
        return topic == null ? Uuid.ZERO : topic.id();
    }

    /** Whether nothing has happened to a broker since it was registered. */
    boolean isUntouched(int broker) {
        return isUntouched(quorum.newest().cluster().broker(broker));
    }

    private boolean isUntouched(BrokerImage broker) {
        return broker == null || !Long.valueOf(broker.epoch()).equals(hitEpochs.get(broker.id()));
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
            boolean gone = now == null || !is.replicas().containsInt(broker)
                    || directory != null && !now.hasOnlineDirectory(directory);
            boolean fenced = now != null && then != null && now.epoch() == then.epoch() && !now.isActive();
            if (gone || fenced) {
                withReason.add(broker);
            }
        }
        return withReason;
    }
}
