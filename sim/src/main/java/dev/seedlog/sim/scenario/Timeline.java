package dev.seedlog.sim.scenario;

import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Remembers, for whoever has to explain a failure, what happened last: steps, elections, ISRs, who is fenced. */
final class Timeline implements QuorumObserver {

    private static final int MOST_LINES = 60;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nowNanos;
    private final Deque<String> lines = new ArrayDeque<>();
    private MetadataImage newest = MetadataImage.EMPTY;
    private long newestOffset = -1;
    private int leader = -1;
    private int epoch = -1;

    Timeline(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** Who was the last to be elected controller; -1 if nobody ever was. */
    int controller() {
        return leader;
    }

    /** In which epoch; -1 if nobody ever was. */
    int controllerEpoch() {
        return epoch;
    }

    /** Something happens now. */
    void note(String what) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.add(time() + "  " + what);
    }

    /** The time, as people read it. */
    String time() {
        return String.format(Locale.ROOT, "%9.3f s", nowNanos.getAsLong() / NANOS_PER_SECOND);
    }

    /** What happened last, a line each. */
    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void leads(int nodeId, int newEpoch) {
        if (newEpoch > epoch) {
            leader = nodeId;
            epoch = newEpoch;
        }
        note("node " + nodeId + " is elected controller, in epoch " + newEpoch);
    }

    @Override
    public void committed(int nodeId, CommittedBatch batch) {
        // What it comes to is seen in the image.
    }

    @Override
    public void follows(int nodeId, long appliedOffset, MetadataImage image) {
        if (appliedOffset > newestOffset) {
            newestOffset = appliedOffset;
            image.cluster().brokers().forEach(this::noteBroker);
            image.topics().byId().forEach((id, topic) -> noteTopic(topic));
            newest = image;
        }
    }

    private void noteBroker(int id, BrokerImage broker) {
        BrokerImage before = newest.cluster().broker(id);
        if (before == null || before.epoch() != broker.epoch()) {
            note("node " + id + " registers as a broker, in epoch " + broker.epoch());
        } else if (before.fenced() != broker.fenced()) {
            note("node " + id + (broker.fenced() ? " is fenced" : " is unfenced"));
        }
    }

    private void noteTopic(TopicImage topic) {
        TopicImage before = newest.topics().topic(topic.id());
        topic.partitions().forEach((number, partition) -> {
            PartitionImage old = before == null ? null : before.partition(number);
            if (old == null || old.partitionEpoch() != partition.partitionEpoch()) {
                note(topic.name() + "-" + number + ": " + text(partition));
            }
        });
    }

    /** What a partition is, in short. */
    static String text(PartitionImage partition) {
        return (partition.hasLeader() ? "leader " + partition.leader() : "no leader") + " in epoch "
                + partition.leaderEpoch() + ", ISR " + partition.isr()
                + (partition.elr().isEmpty() ? "" : ", ELR " + partition.elr());
    }
}
