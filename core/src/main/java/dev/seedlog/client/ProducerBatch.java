package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.Compression;
import java.util.List;

/** Records that are sent together to one partition, and how it stands with them. */
public final class ProducerBatch {

    private final TopicPartition partition;
    private final Compression compression;
    private final long timestampMs;
    private final List<BufferSlice> values;
    private ProducerSession session;
    private BufferSlice bytes;
    private int attempts;
    private boolean inFlight;

    /** A batch of records without keys; it takes the values over. */
    public ProducerBatch(TopicPartition partition, Compression compression, long timestampMs,
                         List<BufferSlice> values) {
        this.partition = partition;
        this.compression = compression;
        this.timestampMs = timestampMs;
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

    /** Under which session it was sent; null before the first attempt. */
    public ProducerSession session() {
        return session;
    }

    /** How often it was sent. */
    public int attempts() {
        return attempts;
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

    void sent() {
        attempts++;
        inFlight = true;
    }

    void returned() {
        inFlight = false;
    }
}
