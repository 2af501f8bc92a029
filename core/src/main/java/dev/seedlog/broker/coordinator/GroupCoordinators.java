package dev.seedlog.broker.coordinator;

import dev.seedlog.base.Uuid;
import dev.seedlog.group.GroupConfig;
import dev.seedlog.group.GroupCoordinator;
import dev.seedlog.machine.Refusal;
import dev.seedlog.metadata.MetadataDelta;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.TopicImage;
import dev.seedlog.replica.LeadershipListener;
import dev.seedlog.replica.Replica;
import dev.seedlog.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The group coordinators of this broker: one for each partition of {@code __consumer_offsets} that it leads. A group
 * belongs to the partition that the hash of its id says, as clients and other brokers reckon it too.
 */
public final class GroupCoordinators implements LeadershipListener {

    /** Why a group whose partition is not led here is not served here. */
    public static final Refusal NOT_HERE = Refusal.of(ErrorCode.NOT_COORDINATOR);

    /** There is no partition because there is no topic. */
    public static final int NO_PARTITION = -1;

    private final String topic;
    private final Supplier<MetadataImage> metadata;
    private final GroupConfig config;
    private final CoordinatorTools tools;
    private final long commitTimeoutNanos;
    private final TreeMap<Integer, CoordinatedPartition> led = new TreeMap<>();

    /**
     * No coordinators yet: they come with leadership.
     *
     * @param topic where the groups are kept
     * @param metadata the newest metadata
     * @param commitTimeoutNanos how long an answer may wait for its commit (offsets.commit.timeout.ms)
     */
    public GroupCoordinators(String topic, Supplier<MetadataImage> metadata, GroupConfig config, CoordinatorTools tools,
                             long commitTimeoutNanos) {
        this.topic = topic;
        this.metadata = metadata;
        this.config = config;
        this.tools = tools;
        this.commitTimeoutNanos = commitTimeoutNanos;
    }

    /** The partition that a group belongs to; {@link #NO_PARTITION} while the topic does not exist. */
    public int partitionFor(String groupId) {
        TopicImage found = metadata.get().topics().topic(topic);
        return found == null || found.partitionCount() == 0
                ? NO_PARTITION : (groupId.hashCode() & Integer.MAX_VALUE) % found.partitionCount();
    }

    /** The coordinator of a group; null if another broker has it, or none: {@link #NOT_HERE}. */
    public GroupCoordinator of(String groupId) {
        CoordinatedPartition partition = led.get(partitionFor(groupId));
        return partition == null ? null : partition.coordinator();
    }

    /** All coordinators of this broker, loaded or not. */
    public List<GroupCoordinator> all() {
        List<GroupCoordinator> all = new ArrayList<>(led.size());
        led.values().forEach(partition -> all.add(partition.coordinator()));
        return all;
    }

    /** Follows the metadata: what was committed for a topic ends with it. */
    public void onMetadata(MetadataImage image, MetadataDelta delta) {
        SortedSet<String> deleted = new TreeSet<>();
        for (Uuid removed : delta.removedTopics()) {
            TopicImage before = delta.before().topics().topic(removed);
            if (before != null && !before.name().equals(topic)) {
                deleted.add(before.name());
            }
        }
        if (!deleted.isEmpty()) {
            led.values().forEach(partition -> partition.topicsDeleted(deleted));
        }
    }

    @Override
    public void onLeading(Replica replica) {
        if (replica.topic().equals(topic)) {
            led.put(replica.partition(),
                    new CoordinatedPartition(replica.leader(), metadata, config, tools, commitTimeoutNanos));
        }
    }

    @Override
    public void onHighWatermark(Replica replica) {
        CoordinatedPartition partition = replica.topic().equals(topic) ? led.get(replica.partition()) : null;
        if (partition != null) {
            partition.highWatermarkMoved();
        }
    }

    @Override
    public void onEnded(Replica replica) {
        CoordinatedPartition partition = replica.topic().equals(topic) ? led.remove(replica.partition()) : null;
        if (partition != null) {
            partition.end();
        }
    }
}
