package dev.seedlog.log;

import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.Sequences;

/**
 * What a log remembers of one idempotent producer: its epoch, its last five batches, so that each can be recognised
 * when it is sent again (KIP-98), and where its transaction began.
 */
public final class ProducerEntry {

    /** As many batches as a producer may have on the way. */
    static final int REMEMBERED_BATCHES = 5;
    /** No transaction is going on. */
    public static final long NO_TRANSACTION = -1;

    final long producerId;
    short epoch = RecordBatch.NO_PRODUCER_EPOCH;
    int coordinatorEpoch = -1;
    long lastTimestampMs = RecordBatch.NO_TIMESTAMP;
    long transactionFirstOffset = NO_TRANSACTION;

    // The batches, oldest first.
    private int batches;
    private final int[] lastSequences = new int[REMEMBERED_BATCHES];
    private final int[] offsetDeltas = new int[REMEMBERED_BATCHES];
    private final long[] lastOffsets = new long[REMEMBERED_BATCHES];
    private final long[] timestamps = new long[REMEMBERED_BATCHES];

    ProducerEntry(long producerId) {
        this.producerId = producerId;
    }

    ProducerEntry copy() {
        ProducerEntry copy = new ProducerEntry(producerId);
        copy.epoch = epoch;
        copy.coordinatorEpoch = coordinatorEpoch;
        copy.lastTimestampMs = lastTimestampMs;
        copy.transactionFirstOffset = transactionFirstOffset;
        copy.batches = batches;
        for (int i = 0; i < batches; i++) {
            copy.lastSequences[i] = lastSequences[i];
            copy.offsetDeltas[i] = offsetDeltas[i];
            copy.lastOffsets[i] = lastOffsets[i];
            copy.timestamps[i] = timestamps[i];
        }
        return copy;
    }

    void addBatch(int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
        if (batches == REMEMBERED_BATCHES) {
            batches--;
            for (int i = 0; i < batches; i++) {
                lastSequences[i] = lastSequences[i + 1];
                offsetDeltas[i] = offsetDeltas[i + 1];
                lastOffsets[i] = lastOffsets[i + 1];
                timestamps[i] = timestamps[i + 1];
            }
        }
        lastSequences[batches] = lastSequence;
        offsetDeltas[batches] = offsetDelta;
        lastOffsets[batches] = lastOffset;
        timestamps[batches] = timestampMs;
        batches++;
        lastTimestampMs = timestampMs;
    }

    /** Remembers a batch that came before the last one, and after all others that are remembered. */
    void recallBatch(int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
        int last = --batches;
        int newestSequence = lastSequences[last];
        long newestOffset = lastOffsets[last];
        int newestDelta = offsetDeltas[last];
        long newestTimestampMs = timestamps[last];
        addBatch(lastSequence, lastOffset, offsetDelta, timestampMs);
        addBatch(newestSequence, newestOffset, newestDelta, newestTimestampMs);
    }

    /** Takes a new epoch, whose sequences begin anew. */
    void enterEpoch(short newEpoch) {
        if (epoch != newEpoch) {
            epoch = newEpoch;
            batches = 0;
        }
    }

    /** Which of the remembered batches has exactly these sequences; -1 if none. */
    int find(int firstSequence, int lastSequence) {
        for (int i = 0; i < batches; i++) {
            if (lastSequences[i] == lastSequence
                    && Sequences.decrement(lastSequence, offsetDeltas[i]) == firstSequence) {
                return i;
            }
        }
        return -1;
    }

    long firstOffsetOf(int batch) {
        return lastOffsets[batch] - offsetDeltas[batch];
    }

    long lastOffsetOf(int batch) {
        return lastOffsets[batch];
    }

    long timestampOf(int batch) {
        return timestamps[batch];
    }

    /** The producer's id. */
    public long producerId() {
        return producerId;
    }

    /** The producer's epoch. */
    public short epoch() {
        return epoch;
    }

    /** The last sequence, or {@link RecordBatch#NO_SEQUENCE}. */
    public int lastSequence() {
        return batches == 0 ? RecordBatch.NO_SEQUENCE : lastSequences[batches - 1];
    }

    /** The last record's offset, or -1. */
    public long lastOffset() {
        return batches == 0 ? -1 : lastOffsets[batches - 1];
    }

    int lastOffsetDelta() {
        return batches == 0 ? 0 : offsetDeltas[batches - 1];
    }

    /** When the producer wrote last, in milliseconds since 1970, by its own timestamps. */
    public long lastTimestampMs() {
        return lastTimestampMs;
    }

    /** The epoch of the coordinator whose marker came last, or -1. */
    public int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    /** Where the producer's transaction began, or {@link #NO_TRANSACTION}. */
    public long transactionFirstOffset() {
        return transactionFirstOffset;
    }
}
