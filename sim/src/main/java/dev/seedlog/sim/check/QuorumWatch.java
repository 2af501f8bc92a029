package dev.seedlog.sim.check;

import dev.seedlog.base.Invariant;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Compares the replicas of one metadata log, whenever one of them leads or commits: an epoch has one leader (Raft 5.2),
 * and what is committed at an offset is the same on all nodes and in all of their lives (Raft 5.4).
 */
public final class QuorumWatch implements QuorumObserver {

    private final TreeMap<Integer, Integer> leaders = new TreeMap<>();
    private final TreeMap<Long, CommittedBatch> committed = new TreeMap<>();
    private final EligibleWatch eligible = new EligibleWatch();
    private long newestOffset = -1;
    private int reassigned;
    private MetadataImage newest = MetadataImage.EMPTY;
    private BiConsumer<MetadataImage, MetadataImage> onNewer = (before, after) -> { };
    private QuorumObserver audience = NONE;

    /** Has somebody else hear of each newer image of the metadata, and of the one before it. */
    public void whenNewer(BiConsumer<MetadataImage, MetadataImage> action) {
        onNewer = onNewer.andThen(action);
    }

    /** From now on another one sees what this one sees, once it has been found right. */
    public void tell(QuorumObserver other) {
        audience = other;
    }

    @Override
    public void leads(int nodeId, int epoch) {
        Integer leader = leaders.putIfAbsent(epoch, nodeId);
        Invariant.check(leader == null || leader == nodeId, "quorum-one-leader", "two nodes lead one epoch",
                leader == null ? nodeId : leader, nodeId);
        audience.leads(nodeId, epoch);
    }

    @Override
    public void committed(int nodeId, CommittedBatch batch) {
        CommittedBatch known = committed.putIfAbsent(batch.baseOffset(), batch);
        Invariant.check(known == null || known.equals(batch), "quorum-committed-same",
                "a node has committed something else than another at an offset", nodeId, batch.baseOffset());
        CommittedBatch before = known == null ? valueBefore(batch.baseOffset()) : null;
        Invariant.check(before == null || before.nextOffset() <= batch.baseOffset(), "quorum-committed-same",
                "a node has committed something else than another at an offset", nodeId, batch.baseOffset());
        audience.committed(nodeId, batch);
    }

    @Override
    public void follows(int nodeId, long appliedOffset, MetadataImage image) {
        if (appliedOffset >= newestOffset) {
            MetadataImage before = newest;
            newestOffset = appliedOffset;
            newest = image;
            eligible.look(before, image);
            countReassigned(before);
            onNewer.accept(before, image);
        }
        audience.follows(nodeId, appliedOffset, image);
    }

    private void countReassigned(MetadataImage before) {
        if (before.topics() != newest.topics()) {
            before.topics().byId().forEach((id, topic) -> topic.partitions().forEach((number, was) -> {
                TopicImage now = newest.topics().topic(id);
                PartitionImage is = now == null ? null : now.partition(number);
                // One that was cancelled keeps all that were to be removed.
                if (is != null && is != was && isMoving(was) && !isMoving(is)
                        && is.replicas().containsAll(was.assignment().adding())) {
                    reassigned++;
                }
            }));
        }
    }

    private static boolean isMoving(PartitionImage partition) {
        return !partition.assignment().adding().isEmpty() || !partition.assignment().removing().isEmpty();
    }

    /** How many reassignments have come to their end, as far as single images show. */
    public int reassigned() {
        return reassigned;
    }

    /** What the cluster is, as far as any node knows it to be committed. */
    public MetadataImage newest() {
        return newest;
    }

    /**
     * Whether a broker may be elected without anybody asking for an unclean election: it is in the ISR or among the
     * eligible leader replicas (KIP-966) that are committed; or both are empty, and it led last. Of a partition that
     * nobody knows anything is possible.
     */
    public boolean mayLead(TopicPartition partition, int brokerId) {
        TopicImage topic = newest.topics().topic(partition.topic());
        PartitionImage image = topic == null ? null : topic.partition(partition.partition());
        return image == null || mayLead(image, brokerId);
    }

    /** As above, of a partition that is known. */
    public static boolean mayLead(PartitionImage image, int brokerId) {
        return image.isr().containsInt(brokerId) || image.elr().containsInt(brokerId)
                || image.isr().isEmpty() && image.elr().isEmpty() && image.lastKnownElr().containsInt(brokerId);
    }

    /** The partitions that nobody leads, with their replicas. */
    public List<String> withoutLeader() {
        List<String> found = new ArrayList<>();
        newest.topics().byId().forEach((id, topic) -> topic.partitions().forEach((number, partition) -> {
            if (!partition.hasLeader()) {
                found.add(topic.name() + "-" + number + " " + partition);
            }
        }));
        return found;
    }

    private CommittedBatch valueBefore(long offset) {
        Long before = committed.lowerKey(offset);
        return before == null ? null : committed.get(before);
    }

    /** How often a replica was elected that was not in sync, but eligible (KIP-966). */
    public int eligibleElected() {
        return eligible.eligibleElected();
    }

    /** How often who led last was elected, because nobody was in sync or eligible. */
    public int lastLeadersElected() {
        return eligible.lastLeadersElected();
    }

    /** How many epochs had a leader. */
    public int elections() {
        return leaders.size();
    }

    /** How many batches were committed. */
    public int batches() {
        return committed.size();
    }
}
