package dev.seedlog.sim.check;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;

/** All that clients did with one partition, in the order in which they learnt of it. */
public final class PartitionHistory {

    private final TopicPartition partition;
    private final boolean lossy;
    private final List<SendOp> sends = new ArrayList<>();
    private final List<PollOp> polls = new ArrayList<>();
    private final List<ForcedPrefix> forced = new ArrayList<>();
    private final List<Violation> seen = new ArrayList<>();
    private long[] finalValues;

    /**
     * A history without operations.
     *
     * @param lossy whether a power cut may take an unforced suffix of the log
     */
    public PartitionHistory(TopicPartition partition, boolean lossy) {
        this.partition = partition;
        this.lossy = lossy;
    }

    /** Which partition. */
    public TopicPartition partition() {
        return partition;
    }

    /** Whether a power cut may take an unforced suffix of the log. */
    public boolean lossy() {
        return lossy;
    }

    /** What was sent. */
    public List<SendOp> sends() {
        return sends;
    }

    /** What was read. */
    public List<PollOp> polls() {
        return polls;
    }

    /** What was known to be durable at power cuts. */
    public List<ForcedPrefix> forced() {
        return forced;
    }

    /** What was found wrong already while it happened. */
    public List<Violation> seen() {
        return seen;
    }

    /** What the log held at last, from offset 0; null if it was not read. */
    public long[] finalValues() {
        return finalValues;
    }

    /** Sets what the log held at last. */
    public void setFinalValues(long[] values) {
        finalValues = values;
    }
}
