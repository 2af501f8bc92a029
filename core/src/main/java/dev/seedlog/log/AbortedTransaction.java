package dev.seedlog.log;

/**
 * A transaction that was aborted: a reader of committed records skips the producer's batches from {@code firstOffset}
 * to its marker at {@code lastOffset}.
 *
 * @param producerId whose transaction it was
 * @param firstOffset its first record
 * @param lastOffset its abort marker
 * @param lastStableOffset the last stable offset when it was aborted: where a search for aborted transactions may end
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {
}
