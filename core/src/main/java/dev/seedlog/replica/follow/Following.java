package dev.seedlog.replica.follow;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.log.PartitionLog;

/** Has the logs of a shard's replicas follow their leaders. */
public interface Following {

    /** In place of an epoch: nobody is followed. */
    int NO_EPOCH = -1;

    /** Follows nobody: there is no other broker. */
    Following NOBODY = new Following() {
        @Override
        public void brokerAt(int brokerId, HostPort address) {
        }

        @Override
        public void follow(int leader, Uuid topicId, PartitionLog log, int leaderEpoch) {
        }

        @Override
        public int epochOf(PartitionLog log) {
            return NO_EPOCH;
        }

        @Override
        public void unfollow(PartitionLog log) {
        }

        @Override
        public void onForced(PartitionLog log) {
        }

        @Override
        public void onAppendable(PartitionLog log) {
        }

        @Override
        public void endTurn() {
        }

        @Override
        public void stop() {
        }
    };

    /** Where a broker listens for others now, perhaps a new process at the same place. */
    void brokerAt(int brokerId, HostPort address);

    /**
     * Follows a leader in its epoch, in place of whom the log has followed before. Nothing may be queued for the log.
     *
     * @throws dev.seedlog.log.LogDirectoryOffline if the log cannot be used
     */
    void follow(int leader, Uuid topicId, PartitionLog log, int leaderEpoch);

    /** The leader epoch in which a log follows; {@link #NO_EPOCH} if it does not. */
    int epochOf(PartitionLog log);

    /** A log follows nobody from now on. */
    void unfollow(PartitionLog log);

    /** More of a log is forced. */
    void onForced(PartitionLog log);

    /** The truncation of a log is durable. */
    void onAppendable(PartitionLog log);

    /** What the turn has brought is written: fetches leave. */
    void endTurn();

    /** Follows nobody any more. */
    void stop();
}
