package dev.seedlog.raft;

/** How far a replica has come, as its leader sees it. */
final class ReplicaProgress {

    final ReplicaKey key;
    /** All before it is forced at the replica; -1 if it has not fetched in this epoch. */
    long endOffset = -1;
    /** When it last fetched; -1 for never. */
    long lastFetchNanos = -1;
    /** When it last had all that the leader had at its fetch before; -1 for never. */
    long lastCaughtUpNanos = -1;
    /** Whether it answered BeginQuorumEpoch. */
    boolean acknowledged;

    private long leaderEndAtLastFetch = -1;

    ReplicaProgress(ReplicaKey key) {
        this.key = key;
    }

    void fetched(long fetchOffset, long leaderEndOffset, long now) {
        if (fetchOffset >= leaderEndOffset) {
            lastCaughtUpNanos = Math.max(now, lastCaughtUpNanos);
        } else if (lastFetchNanos >= 0 && fetchOffset >= leaderEndAtLastFetch) {
            lastCaughtUpNanos = Math.max(lastFetchNanos, lastCaughtUpNanos);
        }
        endOffset = fetchOffset;
        lastFetchNanos = Math.max(now, lastFetchNanos);
        leaderEndAtLastFetch = leaderEndOffset;
        acknowledged = true;
    }
}
