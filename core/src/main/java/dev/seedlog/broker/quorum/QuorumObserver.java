package dev.seedlog.broker.quorum;

import dev.seedlog.metadata.MetadataImage;

/** Sees what the replicas of the metadata log do: whoever observes several can compare them. It changes nothing. */
public interface QuorumObserver {

    /** Sees nothing. */
    QuorumObserver NONE = new QuorumObserver() {
        @Override
        public void leads(int nodeId, int epoch) {
            // Nobody wants to know.
        }

        @Override
        public void committed(int nodeId, CommittedBatch batch) {
            // Nobody wants to know.
        }

        @Override
        public void follows(int nodeId, long appliedOffset, MetadataImage image) {
            // Nobody wants to know.
        }
    };

    /**
     * A batch of the metadata log that is committed.
     *
     * @param baseOffset its first offset
     * @param nextOffset the offset behind it
     * @param epoch the epoch of the leader that appended it
     * @param checksum the checksum of its records
     */
    record CommittedBatch(long baseOffset, long nextOffset, int epoch, long checksum) {
    }

    /** A node has come to lead an epoch. */
    void leads(int nodeId, int epoch);

    /** A node has read a batch as committed; after a restart it reads some again. */
    void committed(int nodeId, CommittedBatch batch);

    /** A node goes by this image from now on: all that is committed up to an offset. */
    void follows(int nodeId, long appliedOffset, MetadataImage image);
}
