package dev.seedlog.sim;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.PartitionImage;
import dev.seedlog.sim.check.QuorumWatch;
import dev.seedlog.sim.workload.ClusterWork;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether all partitions have come to rest where they were told to be: no reassignment is under way, and all replicas
 * are in sync.
 */
final class Placement {

    private final QuorumWatch quorum;
    private final ClusterWork work;

    Placement(QuorumWatch quorum, ClusterWork work) {
        this.quorum = quorum;
        this.work = work;
    }

    /** What has not come to rest, in words. */
    List<String> unsettled() {
        List<String> unsettled = new ArrayList<>();
        quorum.newest().topics().byId().forEach((id, topic) -> topic.partitions().forEach((number, image) -> {
            TopicPartition partition = new TopicPartition(topic.name(), number);
            ClusterWork.Told told = work.told().get(partition);
            if (isMoving(image)) {
                unsettled.add(partition + " is being moved: " + image);
            } else if (!new TreeSet<>(image.isr()).equals(new TreeSet<>(image.replicas()))) {
                unsettled.add("not all replicas of " + partition + " are in sync: " + image);
            } else if (told != null && told.topicId().equals(id) && !told.replicas().equals(image.replicas())) {
                unsettled.add(partition + " was to be on " + told.replicas() + " and is on " + image.replicas());
            }
        }));
        return unsettled;
    }

    static boolean isMoving(PartitionImage image) {
        return !image.assignment().adding().isEmpty() || !image.assignment().removing().isEmpty();
    }
}
