package dev.seedlog.replica.fetch;

/**
 * From where, and how much, one partition is to be read.
 *
 * @param currentLeaderEpoch the leader epoch that the client knows; -1 if it does not say
 * @param offset the first offset wanted
 * @param lastFetchedEpoch the epoch of the last record that a follower has; -1 if it does not say
 * @param logStartOffset a follower's own; -1 for consumers
 * @param mostBytes how much may be returned for this partition
 * @param knownHighWatermark the high watermark that a follower knows, which is told at once if there is a higher one
 *     (KIP-1166); {@link Long#MAX_VALUE} if it does not say
 */
public record FetchPosition(int currentLeaderEpoch, long offset, int lastFetchedEpoch, long logStartOffset,
                            int mostBytes, long knownHighWatermark) {
}
