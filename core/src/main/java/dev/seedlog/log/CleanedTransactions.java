package dev.seedlog.log;

import dev.seedlog.record.RecordBatch;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Which transaction each batch belongs to, for a walk over a log's batches in their order: the records of an aborted
 * one are discarded, and a marker is, when nothing of its transaction is left before it.
 */
final class CleanedTransactions {

    private static final class Aborted {
        private final AbortedTransaction transaction;
        private boolean hasBatches;

        private Aborted(AbortedTransaction transaction) {
            this.transaction = transaction;
        }
    }

    private final PriorityQueue<AbortedTransaction> coming =
            new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    private final Long2ObjectHashMap<Aborted> aborted = new Long2ObjectHashMap<>();
    private final LongHashSet committed = new LongHashSet();
    private final EndMarker marker = new EndMarker();
    private final Consumer<AbortedTransaction> kept;

    /** Those whose marker stays, and some record before it, go to {@code kept}. */
    CleanedTransactions(Consumer<AbortedTransaction> kept) {
        this.kept = kept;
    }

    /** Those that concern the batches that come next. */
    void add(List<AbortedTransaction> transactions) {
        coming.addAll(transactions);
    }

    /**
     * Looks at the next batch, all of whose bytes must be there.
     *
     * @return whether its records have no meaning any more: those of an aborted transaction, or the marker of one of
     *     which nothing is left
     */
    boolean isDiscarded(RecordBatch batch) {
        while (!coming.isEmpty() && coming.peek().firstOffset() <= batch.lastOffset()) {
            AbortedTransaction transaction = coming.poll();
            if (!aborted.containsKey(transaction.producerId())) {
                aborted.put(transaction.producerId(), new Aborted(transaction));
            }
        }
        return batch.isControl() ? isMarkerDiscarded(batch) : isDataDiscarded(batch);
    }

    private boolean isMarkerDiscarded(RecordBatch batch) {
        if (batch.recordCount() == 0) {
            return true;
        }
        if (!marker.read(batch.buffer(), batch.recordsBufferOffset(), batch.recordsSizeBytes())) {
            return false;
        }
        if (!marker.isAbort()) {
            return !committed.remove(batch.producerId());
        }
        Aborted ended = aborted.remove(batch.producerId());
        if (ended == null || !ended.hasBatches) {
            return true;
        }
        kept.accept(ended.transaction);
        return false;
    }

    private boolean isDataDiscarded(RecordBatch batch) {
        if (!batch.isTransactional()) {
            return false;
        }
        Aborted of = aborted.get(batch.producerId());
        if (of == null) {
            committed.add(batch.producerId());
            return false;
        }
        of.hasBatches = true;
        return true;
    }
}
