package dev.seedlog.machine;

import java.util.List;

/** The log of a machine, as its leader writes it. */
public interface MachineLog<T> {

    /** Instead of an end offset: leadership or the directory is lost. */
    long LOST = -1;

    /** Where the next record will be. */
    long endOffset();

    /** All records before it are committed. */
    long highWatermark();

    /**
     * Whether an append would be accepted now: the ISR is large enough, the directory is online.
     *
     * @return why not, or null
     */
    Refusal admit();

    /** How many bytes a record takes in a batch, at most. */
    int sizeBytes(T record);

    /** How many bytes the records of a batch may take together. */
    int maxBatchBytes();

    /** How many records a batch may have. */
    int maxBatchRecords();

    /**
     * Appends a batch that is within the limits.
     *
     * @param epoch the leader epoch that decided it
     * @return the end offset after it, or {@link #LOST}
     */
    long append(int epoch, List<T> records);
}
