package dev.seedlog.sim.workload;

import dev.seedlog.client.ProducerSession;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.check.PartitionHistory;
import dev.seedlog.sim.check.PollOp;
import dev.seedlog.sim.check.SendOp;
import dev.seedlog.sim.check.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes down what clients do and see, for each partition. */
public final class Recorder {

    private final Map<TopicPartition, PartitionHistory> histories = new TreeMap<>();
    private final Map<Long, Integer> producerIds = new TreeMap<>();
    private final Map<TopicPartition, Long> knownEnds = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final boolean lossy;
    private int powerCuts;
    private int consumers;
    private long ackedRecords;
    private long polledRecords;
    private long operations;

    /**
     * An empty record.
     *
     * @param lossy whether power cuts may take what was not forced
     */
    public Recorder(boolean lossy) {
        this.lossy = lossy;
    }

    /** The history of a partition. */
    public PartitionHistory history(TopicPartition partition) {
        return histories.computeIfAbsent(partition, key -> new PartitionHistory(key, lossy));
    }

    /** All histories, in order. */
    public Collection<PartitionHistory> histories() {
        return histories.values();
    }

    /** What was found wrong that is no partition's. */
    public List<Violation> violations() {
        return violations;
    }

    /** The power was cut: a new life of all logs begins. */
    public void powerCut() {
        powerCuts++;
    }

    /** How many power cuts there were; the number of the logs' present life. */
    public int powerCuts() {
        return powerCuts;
    }

    /** A number for a consumer, or for one that begins anew elsewhere. */
    int nextConsumer() {
        return ++consumers;
    }

    /** A batch is sent for the first time. */
    SendOp sending(SendOp send) {
        history(send.partition()).sends().add(send);
        operations++;
        return send;
    }

    /** A batch was acknowledged. */
    void acked(SendOp send, long nanos, long offset, int generation) {
        send.acked(nanos, offset, generation);
        ackedRecords += send.count();
        knownEnds.merge(send.partition(), send.lastOffset() + 1, Math::max);
    }

    /** An answer showed records, or none. */
    void polled(TopicPartition partition, PollOp poll) {
        if (poll.values().length > 0 || poll.position() != poll.nextPosition()) {
            operations++;
            history(partition).polls().add(poll);
            knownEnds.merge(partition, poll.nextPosition(), Math::max);
            polledRecords += poll.values().length;
        }
    }

    /** Up to where somebody has read a partition, or written, or heard that it reaches. */
    long knownEnd(TopicPartition partition) {
        return knownEnds.getOrDefault(partition, 0L);
    }

    /** A broker said that a partition ends here (KIP-207); {@code known} is what was known when it was asked. */
    void latest(TopicPartition partition, long end, long known, long nanos) {
        if (end < known && (!lossy || powerCuts == 0)) {
            history(partition).seen().add(new Violation("nonmonotonic-latest", partition + " is said to end at " + end
                    + ", and was known to reach " + known, nanos, List.of()));
        }
        knownEnds.merge(partition, end, Math::max);
    }

    /** A broker said that it does not have a position which it had. */
    void outOfRange(TopicPartition partition, int consumer, long position, int generation, long nanos) {
        if (!lossy || powerCuts == 0) {
            history(partition).seen().add(new Violation("offset-out-of-range", "a consumer of " + partition
                    + " was at " + position + ", and the broker does not have that any more", nanos,
                    List.of("consumer " + consumer + " in generation " + generation)));
        }
    }

    /** Bytes that were read are not what was written. */
    void corrupt(TopicPartition partition, long position, String what, long nanos) {
        history(partition).seen().add(new Violation("corrupt", partition + " at " + position + ": " + what, nanos,
                List.of()));
    }

    /** A producer has a producer id: nobody else may have had it. */
    void session(int producer, ProducerSession session, long nanos) {
        Integer other = producerIds.putIfAbsent(session.producerId(), producer);
        if (other != null && other != producer) {
            violations.add(new Violation("producer-id-reused", "producer id " + session.producerId()
                    + " was given to producers " + other + " and " + producer, nanos, List.of()));
        }
    }

    /** The server did what is never right. */
    void broken(String kind, String what, long nanos) {
        violations.add(new Violation(kind, what, nanos, List.of()));
    }

    /** How many records were acknowledged. */
    public long ackedRecords() {
        return ackedRecords;
    }

    /** How many records were read. */
    public long polledRecords() {
        return polledRecords;
    }

    /** How many operations clients have done: batches sent and polls that showed something. */
    public long operations() {
        return operations;
    }
}
