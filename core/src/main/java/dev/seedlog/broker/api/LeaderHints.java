package dev.seedlog.broker.api;

import dev.seedlog.base.Uuid;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Tells a client that came to the wrong broker who leads, in the answer itself (KIP-951), so that it need not ask for
 * metadata first. What is told is this broker's newest committed metadata; a client knows by the leader epoch whether
 * that is newer than what it had.
 */
final class LeaderHints {

    private final MetadataImage image;
    private final String listener;
    /** Null until an answer needs one: hardly any does. */
    private TreeSet<Integer> leaders;

    /** Hints for one answer, to a client of this listener. */
    LeaderHints(MetadataImage image, String listener) {
        this.image = image;
        this.listener = listener;
    }

    /** Whether an error says that another leader, or another epoch of this one, has to be asked. */
    static boolean wantedFor(short error) {
        return error == ErrorCode.NOT_LEADER_OR_FOLLOWER.code() || error == ErrorCode.FENCED_LEADER_EPOCH.code();
    }

    /** Who leads a partition, which may be nobody; null if the partition is not known. */
    PartitionImage of(Uuid topicId, String topic, int partition) {
        TopicImage known = topicId.isZero() ? topic == null ? null : image.topics().topic(topic)
                : image.topics().topic(topicId);
        PartitionImage found = known == null ? null : known.partition(partition);
        if (found != null) {
            leaders = leaders == null ? new TreeSet<>() : leaders;
            leaders.add(found.leader());
        }
        return found;
    }

    /** Where those listen that were named so far; without those that are fenced or do not have the listener. */
    List<ClusterNodes.Node> nodes() {
        if (leaders == null) {
            return List.of();
        }
        List<ClusterNodes.Node> nodes = new ArrayList<>(leaders.size());
        for (int leader : leaders) {
            ClusterNodes.Node node = ClusterNodes.find(image, listener, leader);
            if (node != null) {
                nodes.add(node);
            }
        }
        return nodes;
    }
}
