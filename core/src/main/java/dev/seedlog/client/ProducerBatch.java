package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.Compression;
import java.util.List;

/** Records that are sent together to one partition, and how it stands with them. */
public final class ProducerBatch {

    private final TopicPartition partition;
    private final Compression compression;
    private final long timestampMs;
    private final List<BufferSlice> keys;
    private final List<BufferSlice> values;
    private ProducerSession session;
    private Uuid topicId = Uuid.ZERO;
    private ClusterView.Leader sentTo;
    private BufferSlice bytes;
    private int attempts;
    private boolean inFlight;
    private boolean mayBeWritten;
    private long deadlineNanos = Long.MAX_VALUE;

    /** A batch of records without keys; it takes the values over. */
    public ProducerBatch(TopicPartition partition, Compression compression, long timestampMs,
                         List<BufferSlice> values) {
        this(partition, compression, timestampMs, List.of(), values);
    }

    /**
     * A batch of records; it takes keys and values over.
     *
     * @param keys one for each value, or none at all
     */
    public ProducerBatch(TopicPartition partition, Compression compression, long timestampMs, List<BufferSlice> keys,
                         List<BufferSlice> values) {
        if (!keys.isEmpty() && keys.size() != values.size()) {
            throw new IllegalArgumentException(keys.size() + " keys for " + values.size() + " values");
        }
        this.partition = partition;
        this.compression = compression;
        this.timestampMs = timestampMs;
        this.keys = List.copyOf(keys);
        this.values = List.copyOf(values);
    }

    /** Where it goes. */
    public TopicPartition partition() {
        return partition;
    }

    /** How it is compressed. */
    public Compression compression() {
        return compression;
    }

    /** The records' timestamp. */
    public long timestampMs() {
        return timestampMs;
    }

    /** The records' values. */
    public List<BufferSlice> values() {
        return values;
    }

    /** The key of a record, or null. */
    public BufferSlice key(int index) {
        return keys.isEmpty() ? null : keys.get(index);
    }

    /**
     * Which topic it was first sent to: no attempt goes to a later topic of the same name. Zero before the first, and
     * where brokers have no ids.
     */
    public Uuid topicId() {
        return topicId;
    }

    /** Whether some attempt may have been written, although no broker said so. */
    public boolean mayBeWritten() {
        return mayBeWritten;
    }

    /** Under which session it was sent; null before the first attempt. */
    public ProducerSession session() {
        return session;
    }

    /** How often it was sent. */
    public int attempts() {
        return attempts;
    }

    /** Who was thought to lead when it was last sent; null before the first attempt. */
    ClusterView.Leader sentTo() {
        return sentTo;
    }

    boolean inFlight() {
        return inFlight;
    }

    boolean built() {
        return bytes != null;
    }

    BufferSlice bytes() {
        return bytes;
    }

    /** It has its bytes, which are the same in every attempt. */
    void built(ProducerSession by, BufferSlice batchBytes) {
        session = by;
        bytes = batchBytes;
    }

    /** Its bytes, made for a session that is over, are made anew. */
    void unbuilt() {
        session = null;
        bytes = null;
    }

    void sent(Uuid toTopicId, ClusterView.Leader toLeader) {
        attempts++;
        inFlight = true;
        topicId = toTopicId;
        sentTo = toLeader;
    }

    /** The attempt is over; {@code certain} if it is known that nothing was written by it. */
    void returned(boolean certain) {
        mayBeWritten |= inFlight && !certain;
        inFlight = false;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    void setDeadline(long nanos) {
        deadlineNanos = nanos;
    }
}
