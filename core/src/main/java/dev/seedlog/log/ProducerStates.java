package dev.seedlog.log;

import dev.seedlog.record.RecordBatch;
import dev.seedlog.record.Sequences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The idempotent producers of a log (KIP-98, KIP-679) and its transactions that are not over.
 *
 * <p>What a turn appends is noted apart: {@link #prepare} checks it against all that came before, in this turn too, and
 * {@link #commit} takes it over after the write returned, or {@link #rollback} forgets it. A producer that is not known
 * may begin with any sequence: its state may have expired, and the log does not say UNKNOWN_PRODUCER_ID any more.
 */
public final class ProducerStates {

    /** A transaction that began; {@code lastOffset} is its marker, or -1 while it goes on. */
    private record Transaction(long producerId, long firstOffset, long lastOffset, boolean aborted) {
    }

    private final Long2ObjectHashMap<ProducerEntry> producers = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<ProducerEntry> prepared = new Long2ObjectHashMap<>();
    private final List<ProducerEntry> preparedInOrder = new ArrayList<>(0);
    private final List<Transaction> preparedTransactions = new ArrayList<>(0);
    private final TreeMap<Long, Transaction> ongoing = new TreeMap<>();
    private final TreeMap<Long, Transaction> unreplicated = new TreeMap<>();
    private final EndMarker marker = new EndMarker();

    private long duplicateFirstOffset;
    private long duplicateLastOffset;
    private long duplicateTimestampMs;

    /**
     * Checks a batch that is to get {@code baseOffset}, and notes it if it may be appended. The batch's bytes must all
     * be there if it is a control batch.
     */
    AppendStatus prepare(RecordBatch batch, long baseOffset, AppendOrigin origin) {
        if (!batch.hasProducerId()) {
            return AppendStatus.APPENDED;
        }
        if (batch.isControl()) {
            return prepareMarker(batch, baseOffset, origin);
        }
        ProducerEntry known = known(batch.producerId());
        if (origin == AppendOrigin.CLIENT && known != null && isDuplicate(known, batch)) {
            return AppendStatus.DUPLICATE;
        }
        AppendStatus refusal = refusalOf(known, batch, origin);
        if (refusal != null) {
            return refusal;
        }
        ProducerEntry entry = entryToChange(batch.producerId());
        entry.enterEpoch(batch.producerEpoch());
        entry.addBatch(batch.lastSequence(), baseOffset + batch.lastOffsetDelta(), batch.lastOffsetDelta(),
                batch.maxTimestamp());
        if (batch.isTransactional() && entry.transactionFirstOffset == ProducerEntry.NO_TRANSACTION) {
            entry.transactionFirstOffset = baseOffset;
            preparedTransactions.add(new Transaction(batch.producerId(), baseOffset, -1, false));
        }
        return AppendStatus.APPENDED;
    }

    private boolean isDuplicate(ProducerEntry known, RecordBatch batch) {
        if (known.epoch != batch.producerEpoch()) {
            return false;
        }
        int found = known.find(batch.baseSequence(), batch.lastSequence());
        if (found < 0) {
            return false;
        }
        duplicateFirstOffset = known.firstOffsetOf(found);
        duplicateLastOffset = known.lastOffsetOf(found);
        duplicateTimestampMs = known.timestampOf(found);
        return true;
    }

    private static AppendStatus refusalOf(ProducerEntry known, RecordBatch batch, AppendOrigin origin) {
        if (known == null || origin == AppendOrigin.REPLICATION) {
            return null;
        }
        if (batch.producerEpoch() < known.epoch) {
            return AppendStatus.INVALID_PRODUCER_EPOCH;
        }
        if (origin == AppendOrigin.CLIENT && !isInSequence(known, batch)) {
            return AppendStatus.OUT_OF_ORDER_SEQUENCE_NUMBER;
        }
        return known.transactionFirstOffset != ProducerEntry.NO_TRANSACTION && !batch.isTransactional()
                ? AppendStatus.INVALID_TXN_STATE : null;
    }

    private static boolean isInSequence(ProducerEntry known, RecordBatch batch) {
        if (known.epoch == RecordBatch.NO_PRODUCER_EPOCH) {
            return true;
        }
        if (batch.producerEpoch() != known.epoch) {
            return batch.baseSequence() == 0;
        }
        int last = known.lastSequence();
        return last == RecordBatch.NO_SEQUENCE ? batch.baseSequence() == 0
                : Sequences.follows(last, batch.baseSequence());
    }

    private AppendStatus prepareMarker(RecordBatch batch, long baseOffset, AppendOrigin origin) {
        int readable = Math.min(batch.recordsSizeBytes(), EndMarker.MAX_BYTES);
        if (!marker.read(batch.buffer(), batch.recordsBufferOffset(), readable)) {
            return AppendStatus.APPENDED;
        }
        ProducerEntry known = known(batch.producerId());
        if (known != null && origin != AppendOrigin.REPLICATION) {
            if (batch.producerEpoch() < known.epoch) {
                return AppendStatus.INVALID_PRODUCER_EPOCH;
            }
            if (marker.coordinatorEpoch() < known.coordinatorEpoch) {
                return AppendStatus.TRANSACTION_COORDINATOR_FENCED;
            }
        }
        ProducerEntry entry = entryToChange(batch.producerId());
        if (entry.transactionFirstOffset != ProducerEntry.NO_TRANSACTION) {
            preparedTransactions.add(new Transaction(batch.producerId(), entry.transactionFirstOffset, baseOffset,
                    marker.isAbort()));
            entry.transactionFirstOffset = ProducerEntry.NO_TRANSACTION;
        }
        entry.enterEpoch(batch.producerEpoch());
        entry.coordinatorEpoch = marker.coordinatorEpoch();
        entry.lastTimestampMs = batch.maxTimestamp();
        return AppendStatus.APPENDED;
    }

    private ProducerEntry known(long producerId) {
        ProducerEntry entry = prepared.get(producerId);
        return entry != null ? entry : producers.get(producerId);
    }

    private ProducerEntry entryToChange(long producerId) {
        ProducerEntry entry = prepared.get(producerId);
        if (entry == null) {
            ProducerEntry committed = producers.get(producerId);
            entry = committed == null ? new ProducerEntry(producerId) : committed.copy();
            prepared.put(producerId, entry);
            preparedInOrder.add(entry);
        }
        return entry;
    }

    /** After {@link AppendStatus#DUPLICATE}: the answer of the first time. */
    AppendResult duplicate() {
        return new AppendResult(AppendStatus.DUPLICATE, duplicateFirstOffset, duplicateLastOffset,
                duplicateTimestampMs);
    }

    /** What was prepared has been written. Transactions that were aborted go to {@code aborted}. */
    void commit(Consumer<AbortedTransaction> aborted) {
        for (int i = 0; i < preparedInOrder.size(); i++) {
            ProducerEntry entry = preparedInOrder.get(i);
            producers.put(entry.producerId, entry);
        }
        for (int i = 0; i < preparedTransactions.size(); i++) {
            Transaction transaction = preparedTransactions.get(i);
            if (transaction.lastOffset < 0) {
                ongoing.put(transaction.firstOffset, transaction);
            } else {
                end(transaction, aborted);
            }
        }
        rollback();
    }

    private void end(Transaction transaction, Consumer<AbortedTransaction> aborted) {
        ongoing.remove(transaction.firstOffset);
        unreplicated.put(transaction.firstOffset, transaction);
        if (transaction.aborted) {
            long stable = ongoing.isEmpty() ? transaction.lastOffset + 1 : ongoing.firstKey();
            aborted.accept(new AbortedTransaction(transaction.producerId, transaction.firstOffset,
                    transaction.lastOffset, stable));
        }
    }

    /** What was prepared has not been written. */
    void rollback() {
        if (!preparedInOrder.isEmpty()) {
            prepared.clear();
            preparedInOrder.clear();
            preparedTransactions.clear();
        }
    }

    /**
     * Remembers a batch that a snapshot left out: it holds the last one of each producer, but a producer may send the
     * last five again. Batches come in the order of the log.
     */
    void recall(RecordBatch batch) {
        ProducerEntry entry = batch.hasProducerId() ? entry(batch.producerId()) : null;
        boolean known = entry != null && entry.epoch() == batch.producerEpoch()
                && batch.lastOffset() < entry.lastOffset();
        if (known && !batch.isTransactional() && !batch.isControl()) {
            entry.recallBatch(batch.lastSequence(), batch.lastOffset(), batch.lastOffsetDelta(), batch.maxTimestamp());
        }
    }

    /** Takes a batch that is in the log already. A transaction that it aborts goes to {@code aborted}. */
    void replay(RecordBatch batch, Consumer<AbortedTransaction> aborted) {
        prepare(batch, batch.baseOffset(), AppendOrigin.REPLICATION);
        commit(aborted);
    }

    /** Begins from a snapshot. */
    void load(List<ProducerEntry> entries) {
        clear();
        for (ProducerEntry entry : entries) {
            producers.put(entry.producerId, entry);
            if (entry.transactionFirstOffset != ProducerEntry.NO_TRANSACTION) {
                ongoing.put(entry.transactionFirstOffset,
                        new Transaction(entry.producerId, entry.transactionFirstOffset, -1, false));
            }
        }
    }

    void clear() {
        rollback();
        producers.clear();
        ongoing.clear();
        unreplicated.clear();
    }

    /** Forgets the producers without a transaction that wrote nothing for {@code expirationMs}. */
    void expire(long nowMs, long expirationMs) {
        List<ProducerEntry> expired = new ArrayList<>(0);
        producers.forEachLong((id, entry) -> {
            if (entry.transactionFirstOffset == ProducerEntry.NO_TRANSACTION
                    && nowMs - entry.lastTimestampMs >= expirationMs) {
                expired.add(entry);
            }
        });
        expired.forEach(entry -> producers.remove(entry.producerId));
    }

    /** The markers below are committed, so the transactions that they end keep no reader back any more. */
    void onHighWatermark(long highWatermark) {
        if (!unreplicated.isEmpty()) {
            unreplicated.values().removeIf(transaction -> transaction.lastOffset < highWatermark);
        }
    }

    /** The first offset of a transaction that is not known to be over, or {@link Long#MAX_VALUE}. */
    long firstUnstableOffset() {
        long first = ongoing.isEmpty() ? Long.MAX_VALUE : ongoing.firstKey();
        return unreplicated.isEmpty() ? first : Math.min(first, unreplicated.firstKey());
    }

    /** The producers, by id. */
    public List<ProducerEntry> entries() {
        List<ProducerEntry> entries = new ArrayList<>(producers.size());
        producers.forEachLong((id, entry) -> entries.add(entry));
        entries.sort(Comparator.comparingLong(entry -> entry.producerId));
        return entries;
    }

    /** What is remembered of a producer, or null. */
    public ProducerEntry entry(long producerId) {
        return producers.get(producerId);
    }

    /** How many producers are remembered. */
    public int size() {
        return producers.size();
    }

    /** The transactions going on, their first offsets and producers, by offset. */
    Map<Long, Long> ongoingTransactions() {
        Map<Long, Long> result = new TreeMap<>();
        ongoing.forEach((offset, transaction) -> result.put(offset, transaction.producerId));
        return result;
    }
}
