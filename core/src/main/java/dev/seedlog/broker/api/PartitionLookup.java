package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskException;
import dev.seedlog.log.CorruptFileException;
import dev.seedlog.log.LogDirectoryOffline;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.replica.Replica;
import dev.seedlog.replica.Replicas;
import dev.seedlog.wire.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the partitions that requests name, or the error that tells why they cannot be served here. */
public final class PartitionLookup {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionLookup.class);

    private final Replicas replicas;
    private final MetadataView metadata;
    private final ReadReplicas readReplicas;

    /** A lookup among this broker's replicas and the cluster's topics. */
    public PartitionLookup(Replicas replicas, MetadataView metadata, ReadReplicas readReplicas) {
        this.replicas = replicas;
        this.metadata = metadata;
        this.readReplicas = readReplicas;
    }

    /** Says from which replica a consumer should read. */
    ReadReplicas readReplicas() {
        return readReplicas;
    }

    /** The newest committed metadata that this shard has applied. */
    MetadataImage image() {
        return metadata.image();
    }

    /** The replica of a partition; null if this broker has none. */
    public Replica find(Uuid topicId, String topic, int partition) {
        return byId(topicId, topic) ? replicas.find(topicId, partition) : replicas.find(topic, partition);
    }

    /**
     * Why a partition cannot be served here.
     *
     * @param replica what {@link #find} answered
     * @return NONE if it is led here
     */
    public ErrorCode errorOf(Replica replica, Uuid topicId, String topic, int partition) {
        if (replica != null) {
            return replica.unavailable();
        }
        boolean byId = byId(topicId, topic);
        TopicImage known = byId ? metadata.image().topics().topic(topicId) : metadata.image().topics().topic(topic);
        if (known == null) {
            return byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return known.partition(partition) == null
                ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    /**
     * Whether the leader epoch that a client knows is the leader's own (KIP-320).
     *
     * @param knownEpoch the client's; -1 if it does not say
     */
    public static ErrorCode checkEpoch(int knownEpoch, int leaderEpoch) {
        if (knownEpoch < 0 || knownEpoch == leaderEpoch) {
            return ErrorCode.NONE;
        }
        return knownEpoch < leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH;
    }

    /** What to answer about a partition whose log could not be read; what is no fault of the log's is thrown on. */
    static ErrorCode errorOf(RuntimeException failure) {
        if (failure instanceof LogDirectoryOffline || failure instanceof DiskException) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        if (failure instanceof CorruptFileException) {
            LOG.error("a request is answered with CORRUPT_MESSAGE: {}", failure.getMessage());
            return ErrorCode.CORRUPT_MESSAGE;
        }
        throw failure;
    }

    /** Requests go by id where their version has one, and otherwise by name. */
    private static boolean byId(Uuid topicId, String topic) {
        return topic == null || topic.isEmpty() && !topicId.isZero();
    }
}
