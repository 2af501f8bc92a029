package dev.seedlog.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What {@link BatchValidator} found. It is used again for the next batch. */
public final class BatchValidation {

    /** More records than this are not listed one by one. */
    static final int MOST_DEFECTS = 100;

    private final List<RecordDefect> defects = new ArrayList<>();
    private final List<RecordDefect> shownDefects = Collections.unmodifiableList(defects);

    private BatchError error = BatchError.NONE;
    private String message = "";
    private int batchSizeBytes;
    private int recordCount;
    private long maxTimestamp;
    private int maxTimestampOffsetDelta;
    private boolean rewriteNeeded;
    private Compression storedAs = Compression.NONE;

    BatchValidation() {
    }

    void begin() {
        defects.clear();
        error = BatchError.NONE;
        message = "";
        batchSizeBytes = 0;
        recordCount = 0;
        maxTimestamp = RecordBatch.NO_TIMESTAMP;
        maxTimestampOffsetDelta = -1;
        rewriteNeeded = false;
        storedAs = Compression.NONE;
    }

    void refuse(BatchError why, String what) {
        error = why;
        message = what;
        defects.clear();
    }

    void sized(int sizeBytes, int count) {
        batchSizeBytes = sizeBytes;
        recordCount = count;
    }

    void defect(int index, BatchError why) {
        if (defects.size() < MOST_DEFECTS) {
            defects.add(new RecordDefect(index, why));
        }
        if (error == BatchError.NONE || why == BatchError.BAD_TIMESTAMP) {
            error = why;
        }
    }

    void defective(int defectCount) {
        message = defectCount + " of " + recordCount + " records are refused; the first: " + defects.get(0).message();
    }

    void timestamps(long largest, int offsetDelta) {
        maxTimestamp = largest;
        maxTimestampOffsetDelta = offsetDelta;
    }

    void stored(Compression compression, boolean rewrite) {
        storedAs = compression;
        rewriteNeeded = rewrite;
    }

    /** Whether the batch may be appended. */
    public boolean isValid() {
        return error == BatchError.NONE;
    }

    /** What is wrong, or {@link BatchError#NONE}. */
    public BatchError error() {
        return error;
    }

    /** What is wrong, in words; empty if nothing is. */
    public String message() {
        return message;
    }

    /** The records for which the batch is refused, the first hundred, in order; none if all of it is at fault. */
    public List<RecordDefect> defects() {
        return shownDefects;
    }

    /** The batch's bytes. What follows it in the payload, the beginning of another at most, is not to be appended. */
    public int batchSizeBytes() {
        return batchSizeBytes;
    }

    /** How many records it has. */
    public int recordCount() {
        return recordCount;
    }

    /** The max timestamp to be stored, in milliseconds: the append time if the topic sets it. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /**
     * The offset, counted from the base offset, of the first record that has {@link #maxTimestamp()}; of the last
     * record if the topic sets the timestamps.
     */
    public int maxTimestampOffsetDelta() {
        return maxTimestampOffsetDelta;
    }

    /** Whether the batch cannot be stored as it came: {@link BatchRewriter} makes the one to store. */
    public boolean rewriteNeeded() {
        return rewriteNeeded;
    }

    /** How the batch is to be compressed in the log. */
    public Compression storedAs() {
        return storedAs;
    }
}
