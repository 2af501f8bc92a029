package dev.seedlog.log;

/**
 * What a directory's checkpoints say of a log when it is loaded.
 *
 * @param recoveryPoint below it, all was forced; 0 if not known
 * @param logStartOffset the first offset that may be read; 0 if not known
 * @param highWatermark the high watermark; 0 if not known
 * @param clean whether the node was stopped cleanly: then all of the log was forced
 * @param startKnown whether the log is known to begin at that offset, with a file or nothing durable yet
 * @param compactedBelow up to where compaction came: offsets may be missing there
 * @param filesMayBeLost whether the machine was booted since this log was open: files above the recovery point may be
 *     gone
 */
public record RecoveryHints(long recoveryPoint, long logStartOffset, long highWatermark, boolean clean,
                            boolean startKnown, long compactedBelow, boolean filesMayBeLost) {

    /** Nothing is known: all is read and checked. */
    public static final RecoveryHints UNKNOWN = new RecoveryHints(0, 0, 0, false, false, 0, false);
}
