package dev.seedlog.sim.check;

import dev.seedlog.log.TopicPartition;

/** One batch that a producer sent, as often as it took, and what became of it. */
public final class SendOp {

    /** What the producer knows of it. */
    public enum Outcome {
        /** It waits for a result. */
        OPEN,
        /** The broker said that it is written. */
        ACKED,
        /** It may be written or not, and nobody will say. */
        UNKNOWN,
        /** It is certainly not written. */
        REFUSED
    }

    /**
     * What the producer promises about the order and number of its records.
     *
     * @param idempotent whether the broker must drop what it has already
     * @param ordered whether a batch is sent only when those before it cannot be overtaken any more
     */
    public record Promise(boolean idempotent, boolean ordered) {
    }

    private final int producer;
    private final TopicPartition partition;
    private final long firstCounter;
    private final int count;
    private final Promise promise;
    private long invokedNanos;
    private int attempts;
    private Outcome outcome = Outcome.OPEN;
    private long returnedNanos = Long.MAX_VALUE;
    private long baseOffset = -1;
    private int generation = -1;

    /** A batch of {@code count} records that are numbered from {@code firstCounter}, sent for the first time now. */
    public SendOp(int producer, TopicPartition partition, long firstCounter, int count, Promise promise,
                  long invokedNanos) {
        this.producer = producer;
        this.partition = partition;
        this.firstCounter = firstCounter;
        this.count = count;
        this.promise = promise;
        this.invokedNanos = invokedNanos;
    }

    /** It is really sent for the first time now, later than it was given. */
    public SendOp invokedAt(long nanos) {
        invokedNanos = nanos;
        return this;
    }

    /** It is sent once more, or for the first time. */
    public SendOp attempt() {
        attempts++;
        return this;
    }

    /**
     * The broker said that it is written.
     *
     * @param offset of its first record, or -1 if the broker did not say
     * @param atGeneration which life of the log it was written in
     */
    public SendOp acked(long nanos, long offset, int atGeneration) {
        outcome = Outcome.ACKED;
        returnedNanos = nanos;
        baseOffset = offset;
        generation = atGeneration;
        return this;
    }

    /** It ended otherwise. */
    public SendOp ended(long nanos, Outcome how) {
        outcome = how;
        returnedNanos = nanos;
        return this;
    }

    /** Who sent it. */
    public int producer() {
        return producer;
    }

    /** Where. */
    public TopicPartition partition() {
        return partition;
    }

    /** How many records it has. */
    public int count() {
        return count;
    }

    /** The value of one of its records. */
    public long value(int index) {
        return Values.of(producer, firstCounter + index);
    }

    /** What may be asked of order and number. */
    public Promise promise() {
        return promise;
    }

    /** When it was sent first. */
    public long invokedNanos() {
        return invokedNanos;
    }

    /** When its outcome was known; the largest number if it is not. */
    public long returnedNanos() {
        return returnedNanos;
    }

    /** How often it was sent. */
    public int attempts() {
        return attempts;
    }

    /** What became of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** The offset of its first record as the broker told it; -1 if it did not. */
    public long baseOffset() {
        return baseOffset;
    }

    /** The offset of its last record as the broker told it; -1 if it did not. */
    public long lastOffset() {
        return baseOffset < 0 ? -1 : baseOffset + count - 1;
    }

    /** In which life of the log the broker answered. */
    public int generation() {
        return generation;
    }

    @Override
    public String toString() {
        return "send " + Values.text(value(0)) + " +" + count + " to " + partition + " invoked at " + invokedNanos
                + ", " + attempts + " attempts, " + outcome
                + (outcome == Outcome.OPEN ? "" : " at " + returnedNanos)
                + (baseOffset < 0 ? "" : ", offset " + baseOffset + " in generation " + generation);
    }
}
