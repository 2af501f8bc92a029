package dev.seedlog.sim;

import dev.seedlog.base.Uuid;
import dev.seedlog.log.LogFileNames;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.sim.workload.Recorder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sees where replicas that had nothing begin, once they are in sync: those of a reassignment, and those whose disk was
 * lost. Of producers whose records the leader has deleted they learn nothing, for only records are replicated; when one
 * of them leads, a producer that is not known may begin with any sequence (KIP-360), and so write a second time what
 * was written in front of where the replica begins.
 */
final class FreshReplicas {

    private record Replica(Uuid topicId, int partition, int broker) {
    }

    private final ServerCluster cluster;
    private final Recorder recorder;
    private final Set<Replica> fresh = new LinkedHashSet<>();

    FreshReplicas(ServerCluster cluster, Recorder recorder) {
        this.cluster = cluster;
        this.recorder = recorder;
        cluster.quorum().whenNewer(this::onMetadata);
    }

    /** A node is about to lose log directories: what it has in them begins anew. */
    void losing(ServerNode server, List<String> directories) {
        cluster.quorum().newest().topics().byId().forEach((id, topic) -> topic.partitions().forEach((number, image) -> {
            String directory = server.directoryOf(new TopicPartition(topic.name(), number));
            if (directory != null && directories.stream().anyMatch(lost -> directory.startsWith(lost + "/"))) {
                fresh.add(new Replica(id, number, server.id()));
            }
        }));
    }

    private void onMetadata(MetadataImage before, MetadataImage after) {
        if (before.topics() == after.topics()) {
            return;
        }
        after.topics().byId().forEach((id, topic) -> {
            TopicImage known = before.topics().topic(id);
            if (known != null && known != topic) {
                topic.partitions().forEach((number, is) -> {
                    PartitionImage was = known.partition(number);
                    if (was != null && was != is) {
                        look(topic, number, was, is);
                    }
                });
            }
        });
    }

    private void look(TopicImage topic, int number, PartitionImage was, PartitionImage is) {
        for (int broker : is.replicas()) {
            Replica replica = new Replica(topic.id(), number, broker);
            if (!was.replicas().containsInt(broker)) {
                fresh.add(replica);
            }
            boolean joins = is.isr().containsInt(broker) && !was.isr().containsInt(broker);
            if (joins && fresh.remove(replica)) {
                TopicPartition partition = new TopicPartition(topic.name(), number);
                if (recorder.isPresent(partition, topic.id())) {
                    startOf(partition, broker).ifPresent(start -> recorder.beganAnew(partition, start));
                }
            }
        }
    }

    /** Where a broker's log of a partition begins; empty if it has none. */
    private OptionalLong startOf(TopicPartition partition, int broker) {
        for (ServerNode server : cluster.nodes()) {
            String directory = server.id() == broker ? server.directoryOf(partition) : null;
            if (directory != null) {
                return server.node().disk().names(directory, false).stream().filter(name -> name.endsWith(".log"))
                        .mapToLong(LogFileNames::offsetOf).min();
            }
        }
        return OptionalLong.empty();
    }
}
