package dev.seedlog.replica;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.TopicPartitionId;

/** Tells the controller in which directories replicas are. */
public interface DirectoryReports {

    /** Tells nobody. */
    DirectoryReports NONE = new DirectoryReports() {
        @Override
        public void assign(TopicPartitionId partition, Uuid directory) {
        }

        @Override
        public void endTurn() {
        }

        @Override
        public void stop() {
        }
    };

    /** A replica is in a directory that is not the one in the metadata. */
    void assign(TopicPartitionId partition, Uuid directory);

    /** The turn ends: what is to be told leaves. */
    void endTurn();

    /** Tells nothing any more. */
    void stop();
}
