package dev.seedlog.client;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every member keeps what it has as far as that is fair: no member has two partitions more than another that could take
 * one of them. A partition that has to move is given to nobody in this round (KIP-429): its owner gives it up, joins
 * again, and then it is given.
 */
final class CooperativeStickyAssignor implements GroupAssignor {

    @Override
    public Map<String, List<TopicPartition>> assign(Map<String, Integer> partitionCounts,
                                                    SortedMap<String, ConsumerProtocol.Subscription> members) {
        Map<TopicPartition, String> owners = owners(partitionCounts, members);
        Map<String, TreeSet<TopicPartition>> assigned = new TreeMap<>();
        members.keySet().forEach(member -> assigned.put(member, new TreeSet<>()));
        owners.forEach((partition, owner) -> assigned.get(owner).add(partition));
        partitionCounts.forEach((topic, partitions) -> {
            for (int i = 0; i < partitions; i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                String taker = owners.containsKey(partition) ? null : poorest(topic, members, assigned);
                if (taker != null) {
                    assigned.get(taker).add(partition);
                }
            }
        });
        while (moveOne(members, assigned)) {
            // Each move makes the difference between two members smaller, so this ends.
        }
        Map<String, List<TopicPartition>> result = new TreeMap<>();
        assigned.forEach((member, partitions) -> result.put(member, withoutMoved(member, partitions, members)));
        return result;
    }

    /** Who has what: the newest generation's claim counts, and none if two members of one generation claim it. */
    private static Map<TopicPartition, String> owners(Map<String, Integer> partitionCounts,
                                                      SortedMap<String, ConsumerProtocol.Subscription> members) {
        Map<TopicPartition, String> owners = new TreeMap<>();
        Map<TopicPartition, Integer> generations = new TreeMap<>();
        members.forEach((member, subscription) -> {
            for (TopicPartition partition : subscription.owned()) {
                Integer other = generations.get(partition);
                boolean exists = partition.partition() < partitionCounts.getOrDefault(partition.topic(), 0);
                if (exists && subscription.topics().contains(partition.topic())
                        && (other == null || subscription.generation() >= other)) {
                    if (other != null && other == subscription.generation()) {
                        owners.remove(partition);
                    } else {
                        owners.put(partition, member);
                    }
                    generations.put(partition, subscription.generation());
                }
            }
        });
        return owners;
    }

    private static String poorest(String topic, SortedMap<String, ConsumerProtocol.Subscription> members,
                                  Map<String, TreeSet<TopicPartition>> assigned) {
        String poorest = null;
        for (Map.Entry<String, ConsumerProtocol.Subscription> member : members.entrySet()) {
            if (member.getValue().topics().contains(topic) && (poorest == null
                    || assigned.get(member.getKey()).size() < assigned.get(poorest).size())) {
                poorest = member.getKey();
            }
        }
        return poorest;
    }

    private static boolean moveOne(SortedMap<String, ConsumerProtocol.Subscription> members,
                                   Map<String, TreeSet<TopicPartition>> assigned) {
        for (TreeSet<TopicPartition> rich : assigned.values()) {
            Iterator<TopicPartition> last = rich.descendingIterator();
            while (last.hasNext()) {
                TopicPartition partition = last.next();
                String poorest = poorest(partition.topic(), members, assigned);
                if (assigned.get(poorest).size() + 1 < rich.size()) {
                    last.remove();
                    assigned.get(poorest).add(partition);
                    return true;
                }
            }
        }
        return false;
    }

    private static List<TopicPartition> withoutMoved(String member, SortedSet<TopicPartition> partitions,
                                                     SortedMap<String, ConsumerProtocol.Subscription> members) {
        List<TopicPartition> kept = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            boolean othersHaveIt = members.entrySet().stream().anyMatch(other -> !other.getKey().equals(member)
                    && other.getValue().owned().contains(partition));
            if (!othersHaveIt) {
                kept.add(partition);
            }
        }
        return kept;
    }
}
