package dev.seedlog.client;

import dev.seedlog.base.BufferSlice;
import dev.seedlog.log.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the leader of a generation has to do: it divides the partitions, and watches whether there are more of them. */
final class GroupLeader {

    private final ClusterClient cluster;
    private final GroupAssignor assignor;
    private Map<String, Integer> dividedCounts;

    GroupLeader(ClusterClient cluster, GroupAssignor assignor) {
        this.cluster = cluster;
        this.assignor = assignor;
    }

    SortedMap<String, BufferSlice> divide(SortedMap<String, ConsumerProtocol.Subscription> members) {
        Map<String, Integer> counts = new TreeMap<>();
        members.values().forEach(member -> member.topics().forEach(topic ->
                counts.put(topic, cluster.view().partitionCount(topic))));
        cluster.want(List.copyOf(counts.keySet()));
        dividedCounts = counts;
        SortedMap<String, BufferSlice> assignments = new TreeMap<>();
        Map<String, List<TopicPartition>> assigned = assignor.assign(counts, members);
        assigned.forEach((member, partitions) -> assignments.put(member, ConsumerProtocol.encode(partitions)));
        return assignments;
    }

    /** It leads no more. */
    void end() {
        dividedCounts = null;
    }

    /** Whether there are other partitions than those that were divided. */
    boolean outdated() {
        if (dividedCounts != null) {
            for (Map.Entry<String, Integer> divided : dividedCounts.entrySet()) {
                if (cluster.view().partitionCount(divided.getKey()) != divided.getValue()) {
                    return true;
                }
            }
        }
        return false;
    }
}
