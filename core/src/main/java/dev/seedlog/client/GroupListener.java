package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.wire.ErrorCode;
import java.util.SortedMap;
import java.util.SortedSet;

/** Hears what a member of a group gets and loses. Records go to its {@link FetchListener}. */
public interface GroupListener {

    /**
     * It has its assignment in a generation.
     *
     * @param owned all that it has now
     * @param added what of it is new
     */
    void onAssigned(GroupGeneration generation, SortedSet<TopicPartition> owned, SortedSet<TopicPartition> added);

    /** It gives partitions up, of itself; nobody else has them before it said so to the coordinator. */
    void onRevoked(GroupGeneration generation, SortedSet<TopicPartition> revoked);

    /** It is out of the group, so others may have these already. */
    void onLost(GroupGeneration generation, SortedSet<TopicPartition> lost);

    /** What the group had committed of a partition that it got; -1 for nothing. It begins there. */
    void onResumed(GroupGeneration generation, TopicPartition partition, long committed);

    /** Positions are being committed; what is returned hears how that ends. */
    CommitListener onCommitting(GroupGeneration generation, SortedMap<TopicPartition, Long> offsets);

    /** It is no member any more; {@code NONE} if it left. */
    void onStopped(ErrorCode why);
}
