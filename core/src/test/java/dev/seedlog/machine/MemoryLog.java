package dev.seedlog.machine;

import java.util.ArrayList;
import java.util.List;

/** A machine's log in memory; the test says what is committed, and what goes wrong. */
public final class MemoryLog<T> implements MachineLog<T> {

    private final List<T> records = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private long highWatermark;
    private Refusal refusal;
    private boolean lost;
    private int maxBatchRecords = 10_000;

    @Override
    public long endOffset() {
        return records.size();
    }

    @Override
    public long highWatermark() {
        return highWatermark;
    }

    @Override
    public Refusal admit() {
        return refusal;
    }

    @Override
    public int sizeBytes(T record) {
        return 10;
    }

    @Override
    public int maxBatchBytes() {
        return 1_000_000;
    }

    @Override
    public int maxBatchRecords() {
        return maxBatchRecords;
    }

    @Override
    public long append(int epoch, List<T> batch) {
        if (lost) {
            return LOST;
        }
        records.addAll(batch);
        batchSizes.add(batch.size());
        return records.size();
    }

    /** Everything appended so far is committed. */
    public void commitAll() {
        highWatermark = records.size();
    }

    /** All records. */
    public List<T> records() {
        return records;
    }

    /** How many records each batch had. */
    public List<Integer> batchSizes() {
        return batchSizes;
    }

    /** Appends are refused from now on; null lets them through again. */
    public void refuse(Refusal why) {
        refusal = why;
    }

    /** The next append finds leadership lost. */
    public void lose() {
        lost = true;
    }

    /** Appends work again, and records that were never committed are gone. */
    public void regain() {
        lost = false;
        while (records.size() > highWatermark) {
            records.remove(records.size() - 1);
        }
    }

    /** Batches have at most this many records. */
    public void maxBatchRecords(int max) {
        maxBatchRecords = max;
    }
}
