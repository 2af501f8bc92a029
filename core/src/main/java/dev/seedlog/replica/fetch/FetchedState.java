package dev.seedlog.replica.fetch;

/**
 * What a fetch answers about one partition beside its records: what a session compares with its last answer.
 *
 * @param errorCode 0 if the partition could be read
 * @param recordsBytes how many bytes of records are returned
 * @param highWatermark the partition's; -1 with an error
 * @param logStartOffset the partition's; -1 with an error
 * @param alwaysTell whether something must be told even if none of the above changed (a diverging epoch, a
 *     preferred replica, a new leader)
 */
public record FetchedState(short errorCode, int recordsBytes, long highWatermark, long logStartOffset,
                           boolean alwaysTell) {
}
