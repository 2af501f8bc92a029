package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Divides partitions among the members of a group; the group's leader does so. */
interface GroupAssignor {

    /**
     * Divides.
     *
     * @param partitionCounts how many partitions each topic has; a topic that is not there has none
     * @param members what each member says of itself, by member id
     * @return what each member gets; every member is in it
     */
    Map<String, List<TopicPartition>> assign(Map<String, Integer> partitionCounts,
                                             SortedMap<String, ConsumerProtocol.Subscription> members);
}
