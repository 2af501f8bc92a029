package dev.seedlog.replica;

/**
 * One follower as its leader sees it: what its fetches have told in this leader epoch.
 *
 * <p>Invariant: {@link #endOffset()} is an offset that the follower has asked for and that was found to continue its
 * log; a fetch that parts from the leader's log, or is out of its range, changes nothing here.
 */
final class FollowerState {

    /** The follower has not fetched in this epoch. */
    static final long UNKNOWN = -1;

    private final int brokerId;
    private boolean heard;
    private long brokerEpoch = UNKNOWN;
    private long endOffset = UNKNOWN;
    private long startOffset = UNKNOWN;
    private long leaderEndAtLastFetch = UNKNOWN;
    private long lastFetchNanos;
    private boolean everCaughtUp;
    private long caughtUpNanos;

    FollowerState(int brokerId) {
        this.brokerId = brokerId;
    }

    int brokerId() {
        return brokerId;
    }

    /** Whether it has fetched in this epoch. */
    boolean heard() {
        return heard;
    }

    /** The incarnation that fetched last; {@link #UNKNOWN} if it did not say, or never fetched. */
    long brokerEpoch() {
        return brokerEpoch;
    }

    /** Behind the last record that it has; {@link #UNKNOWN} before its first fetch. */
    long endOffset() {
        return endOffset;
    }

    /** Where its log begins; {@link #UNKNOWN} before its first fetch. */
    long startOffset() {
        return startOffset;
    }

    /** It is in sync when the epoch begins: it has the time that any follower has before it counts as lagging. */
    void assumeCaughtUp(long nowNanos) {
        everCaughtUp = true;
        caughtUpNanos = nowNanos;
    }

    /** A fetch that continues the leader's log; {@code leaderEndOffset} is the leader's end when it came. */
    void fetched(long epoch, long offset, long logStartOffset, long leaderEndOffset, long nowNanos) {
        if (offset >= leaderEndOffset) {
            everCaughtUp = true;
            caughtUpNanos = nowNanos;
        } else if (heard && offset >= leaderEndAtLastFetch) {
            // It has all that there was at its last fetch: then it was caught up at that time.
            caughtUpNanos = everCaughtUp ? Math.max(caughtUpNanos, lastFetchNanos) : lastFetchNanos;
            everCaughtUp = true;
        }
        heard = true;
        brokerEpoch = epoch;
        endOffset = offset;
        startOffset = logStartOffset;
        leaderEndAtLastFetch = Math.max(leaderEndAtLastFetch, leaderEndOffset);
        lastFetchNanos = nowNanos;
    }

    /** How long ago it had all that the leader has; {@link Long#MAX_VALUE} if it never had. */
    long lagNanos(long nowNanos) {
        return everCaughtUp ? nowNanos - caughtUpNanos : Long.MAX_VALUE;
    }

    /** Whether it has all that the leader has, or had it at most {@code lagNanos} ago. */
    boolean isCaughtUp(long leaderEndOffset, long nowNanos, long lagNanos) {
        return endOffset == leaderEndOffset || everCaughtUp && nowNanos - caughtUpNanos <= lagNanos;
    }
}
