package dev.seedlog.raft;

import java.util.List;

/** What a leader tells about the quorum (DescribeQuorum). */
public record QuorumDescription(int leaderId, int leaderEpoch, long highWatermark, List<Replica> voters,
                                List<Replica> observers) {

    /**
     * A replica as the leader sees it.
     *
     * @param logEndOffset what it has forced, the leader's own log end; -1 if it has not fetched in this epoch
     * @param lastFetchNanos when it last fetched, on the leader's monotonic clock; -1 for never
     * @param lastCaughtUpNanos when it last had all of the log; -1 for never
     */
    public record Replica(ReplicaKey key, long logEndOffset, long lastFetchNanos, long lastCaughtUpNanos) {
    }
}
