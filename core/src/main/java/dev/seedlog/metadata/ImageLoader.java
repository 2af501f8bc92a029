package dev.seedlog.metadata;

import java.util.List;

/**
 * Follows the metadata log: takes committed records and says which image to show when. Records between the beginning
 * and the end of a transaction (KIP-868) show only when it ends, and never if it is aborted.
 */
public final class ImageLoader {

    private final SupportedFeatures supported;
    private final RecordApplier applier;
    private MetadataDelta delta;
    private MetadataImage beforeTransaction;
    private long nextOffset;
    private int lastEpoch;
    private long lastTimestampMs = -1;

    /** At the beginning of the log. */
    public ImageLoader(SupportedFeatures supported) {
        this.supported = supported;
        this.applier = new RecordApplier(supported);
        this.delta = new MetadataDelta(MetadataImage.EMPTY, applier);
    }

    /**
     * Takes records of one batch.
     *
     * @param baseOffset where the first of them is in the log
     * @param epoch the leader epoch of their batch
     * @param timestampMs when the batch was appended
     * @throws MetadataReplayException if a record contradicts what came before it
     * @throws UnsupportedFeatureException if a record finalizes a metadata version that this node does not have
     */
    public void records(long baseOffset, int epoch, long timestampMs, List<MetadataRecord> records) {
        if (baseOffset < nextOffset) {
            throw new MetadataReplayException(baseOffset, "batch", "the next offset is " + nextOffset);
        }
        long offset = baseOffset;
        for (MetadataRecord record : records) {
            record(record, offset);
            offset++;
        }
        nextOffset = offset;
        lastEpoch = epoch;
        lastTimestampMs = timestampMs;
    }

    /** Passes over offsets that hold no metadata, such as control records. */
    public void skipTo(long offset, int epoch) {
        nextOffset = Math.max(nextOffset, offset);
        lastEpoch = epoch;
    }

    private void record(MetadataRecord record, long offset) {
        switch (record.type()) {
            case BEGIN_TRANSACTION -> {
                require(beforeTransaction == null, record, offset, "the last transaction has not ended");
                beforeTransaction = delta.after();
            }
            case END_TRANSACTION -> {
                require(beforeTransaction != null, record, offset, "there is no transaction");
                beforeTransaction = null;
            }
            case ABORT_TRANSACTION -> {
                require(beforeTransaction != null, record, offset, "there is no transaction");
                delta = MetadataDelta.between(delta.before(), beforeTransaction, applier);
                beforeTransaction = null;
            }
            default -> delta.apply(record, offset);
        }
    }

    private static void require(boolean holds, MetadataRecord record, long offset, String otherwise) {
        if (!holds) {
            throw new MetadataReplayException(offset, record.type().recordName(), otherwise);
        }
    }

    /**
     * Starts over from a snapshot. What {@link #publish} then returns leads from the image that was last published to
     * the snapshot's.
     *
     * @param endOffset the first offset that the snapshot does not contain
     * @param epoch the leader epoch of the last one that it does
     * @param timestampMs the time of that record
     * @throws MetadataReplayException if the records contradict each other
     * @throws UnsupportedFeatureException if they finalize a metadata version that this node does not have
     */
    public void snapshot(long endOffset, int epoch, long timestampMs, Iterable<MetadataRecord> records) {
        MetadataImage image = ImageSnapshot.read(records, applier, endOffset - 1);
        delta = MetadataDelta.between(delta.before(), image, applier);
        beforeTransaction = null;
        nextOffset = endOffset;
        lastEpoch = epoch;
        lastTimestampMs = timestampMs;
    }

    /**
     * The step since the last call, unless it is within a transaction.
     *
     * @return null within a transaction
     * @throws UnsupportedFeatureException if the image has features that this node does not have; it names them all
     */
    public MetadataDelta publish() {
        if (beforeTransaction != null) {
            return null;
        }
        supported.check(delta.after().features());
        MetadataDelta published = delta;
        delta = new MetadataDelta(published.after(), applier);
        return published;
    }

    /** The image that was last published. */
    public MetadataImage published() {
        return delta.before();
    }

    /** The image with everything taken so far, within a transaction too. */
    public MetadataImage latest() {
        return delta.after();
    }

    /** Whether the last records are within a transaction that has not ended. */
    public boolean inTransaction() {
        return beforeTransaction != null;
    }

    /** The first offset that was not taken. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The leader epoch of the last record taken. */
    public int lastEpoch() {
        return lastEpoch;
    }

    /** The time of the last batch taken, -1 before the first. */
    public long lastTimestampMs() {
        return lastTimestampMs;
    }
}
