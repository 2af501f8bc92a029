package dev.seedlog.replica;

/**
 * A follower from which consumers may read, as its leader knows it.
 *
 * @param brokerId the follower
 * @param endOffset where its log ended at its last fetch
 * @param lagNanos how long ago it had all that the leader has
 */
public record ReadableFollower(int brokerId, long endOffset, long lagNanos) {
}
