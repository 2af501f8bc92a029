package dev.seedlog.broker;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.Uuid;
import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.log.FoundLogs;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.log.LogReport;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.wire.WireMessage;
import java.util.List;
import java.util.Map;

/**
 * What the first shard, which has the directories, the metadata and the node's life, tells the others, and they it. It
 * is immutable, or the receiver's from then on.
 */
sealed interface ControlMail extends ShardMessage {

    /**
     * A log directory as another shard has to know it.
     *
     * @param id its own; null if it is offline
     * @param offline why it is; null if it is not
     * @param logs the logs in it that are that shard's
     */
    record Directory(String path, Uuid id, LogDirectoryOffline offline, FoundLogs logs) {
    }

    /** To another: load your logs. */
    record Load(MetadataImage image, long offset, List<Directory> directories) implements ControlMail {
    }

    /** To the first: they are loaded. */
    record Loaded() implements ControlMail {
    }

    /**
     * To another: lead what the metadata says, and take your share of the clients, but do not hear them yet.
     *
     * @param listeners by name, where they are bound
     * @param offers what the node serves
     */
    record Follow(MetadataImage image, long offset, Map<String, HostPort> listeners,
                  List<ServedApis.Offer<?>> offers) implements ControlMail {
    }

    /** To the first: that is done. */
    record Following() implements ControlMail {
    }

    /** To another: the metadata has changed; tell when that is applied. */
    record Changed(MetadataImage image, MetadataDelta delta, long offset, long number) implements ControlMail {
    }

    /** To the first: ask the controller this, for replicas here. */
    record AskController(long number, WireMessage request) implements ControlMail {
    }

    /**
     * To another: what the controller says.
     *
     * @param answer null if it was refused
     * @param refusal null if there is an answer
     */
    record ControllerSays(long number, WireMessage answer, Refusal refusal) implements ControlMail {
    }

    /** To the first: this change of the metadata is applied. */
    record Applied(long number) implements ControlMail {
    }

    /** To another: hear your clients. */
    record Serve() implements ControlMail {
    }

    /** To another: end your clients, and close your logs. */
    record Close() implements ControlMail {
    }

    /** To the first: that is done, and what the checkpoints are to say was told before. */
    record Closed() implements ControlMail {
    }

    /** To another: the node ends because of a failure; see to it that what you have answered is on its way. */
    record LastWords() implements ControlMail {
    }

    /** To the first: that is so. */
    record Said() implements ControlMail {
    }

    /** Between any two: tell when all that came before this is done with. */
    record Flush() implements ControlMail {
    }

    /** The answer to that. */
    record Flushed() implements ControlMail {
    }

    /** To the first: what a directory's checkpoints are to say. */
    record Reports(String path, List<LogReport> reports) implements ControlMail {
    }

    /** To the first: the same, and tell when it is durable. */
    record Checkpoint(long number, String path, LogReport report) implements ControlMail {
    }

    /** To the first: a log was compacted up to here; tell when that is durable. */
    record Cleaned(long number, String path, TopicPartition partition, long offset) implements ControlMail {
    }

    /** To another: it is durable, or the disk failed. */
    record Checkpointed(long number, DiskException failure) implements ControlMail {
    }

    /** To the first: a log is no more. */
    record Forgotten(String path, TopicPartition partition) implements ControlMail {
    }

    /** To the first and to others: a directory is offline. */
    record Offline(String path, LogDirectoryOffline reason) implements ControlMail {
    }

    /** To the first: a client of this address has come. */
    record Arrived(long number, String address) implements ControlMail {
    }

    /** To another: whether the client is taken. */
    record Admitted(long number, boolean taken) implements ControlMail {
    }

    /** To the first: a client that was taken is gone. */
    record Left(String address) implements ControlMail {
    }
}
