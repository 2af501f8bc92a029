package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Of each topic, every subscriber gets partitions next to each other; the first ones get one more if need be. */
final class RangeAssignor implements GroupAssignor {

    @Override
    public Map<String, List<TopicPartition>> assign(Map<String, Integer> partitionCounts,
                                                    SortedMap<String, ConsumerProtocol.Subscription> members) {
        Map<String, List<TopicPartition>> assigned = new TreeMap<>();
        members.keySet().forEach(member -> assigned.put(member, new ArrayList<>()));
        partitionCounts.forEach((topic, partitions) -> {
            List<String> subscribers = new ArrayList<>();
            members.forEach((member, subscription) -> {
                if (subscription.topics().contains(topic)) {
                    subscribers.add(member);
                }
            });
            int next = 0;
            for (int i = 0; i < subscribers.size(); i++) {
                int more = i < partitions % subscribers.size() ? 1 : 0;
                int end = next + partitions / subscribers.size() + more;
                while (next < end) {
                    assigned.get(subscribers.get(i)).add(new TopicPartition(topic, next++));
                }
            }
        });
        return assigned;
    }
}
