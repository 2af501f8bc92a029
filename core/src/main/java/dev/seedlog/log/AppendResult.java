package dev.seedlog.log;

/**
 * What became of an append. Offsets count only after the turn's write has returned ({@link PartitionLog#write()}); if
 * it failed, all results of the turn are void.
 *
 * @param status appended or why not
 * @param baseOffset the first record's offset, or -1
 * @param lastOffset the last record's offset, or -1
 * @param timestampMs of a duplicate: the batch's timestamp at its first time; otherwise the batches' largest
 */
public record AppendResult(AppendStatus status, long baseOffset, long lastOffset, long timestampMs) {

    static AppendResult refused(AppendStatus status) {
        return new AppendResult(status, -1, -1, -1);
    }

    /** Whether the records are, or will be, in the log. */
    public boolean isInLog() {
        return status == AppendStatus.APPENDED || status == AppendStatus.DUPLICATE;
    }
}
