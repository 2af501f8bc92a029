package dev.seedlog.replica;

import dev.seedlog.log.LogRead;
import dev.seedlog.log.PartitionLog;

/** A partition as this broker lets consumers read it, in one leader epoch: as leader or as follower (KIP-392). */
public abstract class ServedPartition {

    private final PartitionLog log;
    private final int leaderEpoch;

    ServedPartition(PartitionLog log, int leaderEpoch) {
        this.log = log;
        this.leaderEpoch = leaderEpoch;
    }

    /** Its log here. */
    public final PartitionLog log() {
        return log;
    }

    /** The leader epoch in which it is served. */
    public final int leaderEpoch() {
        return leaderEpoch;
    }

    /** Behind the last record that readers of committed records may see, as far as this broker knows. */
    public final long highWatermark() {
        return log.highWatermark();
    }

    /**
     * Finds batches for a reader, in memory; cold ones are prefetched, and wake who waits for this partition.
     *
     * @param committedOnly whether the reader sees nothing behind the last stable offset
     * @throws dev.seedlog.log.LogDirectoryOffline if the log's directory is offline
     */
    public final LogRead read(long offset, int mostBytes, boolean minOneBatch, boolean committedOnly) {
        return log.readWarm(offset, mostBytes, minOneBatch,
                committedOnly ? log.lastStableOffset() : highWatermark());
    }

    /** Has a request hear when the partition moves, and when the epoch ends here. */
    abstract void await(Waiter waiter);
}
