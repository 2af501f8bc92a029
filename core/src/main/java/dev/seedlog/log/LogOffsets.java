package dev.seedlog.log;

/**
 * What a directory's checkpoints say of a log.
 *
 * @param recoveryPoint below it, all was forced
 * @param logStartOffset the first offset that may be read
 * @param highWatermark below it, all is committed
 */
public record LogOffsets(long recoveryPoint, long logStartOffset, long highWatermark) {

    static LogOffsets of(PartitionLog log) {
        return new LogOffsets(log.recoveryPoint(), log.logStartOffset(), log.highWatermark());
    }
}
