package dev.seedlog.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How the leader of a group divides partitions. */
class AssignorsTest {

    private final SortedMap<String, ConsumerProtocol.Subscription> members = new TreeMap<>();

    private void member(String id, int generation, List<String> topics, TopicPartition... owned) {
        members.put(id, new ConsumerProtocol.Subscription(new TreeSet<>(topics), new TreeSet<>(List.of(owned)),
                generation));
    }

    private static TopicPartition at(String topic, int partition) {
        return new TopicPartition(topic, partition);
    }

    @Test
    void rangesOfEachTopicAreNextToEachOtherAndTheFirstMembersHaveOneMore() {
        member("a", 1, List.of("orders", "bills"));
        member("b", 1, List.of("orders"));
        assertEquals(Map.of("a", List.of(at("bills", 0), at("bills", 1), at("orders", 0), at("orders", 1)),
                "b", List.of(at("orders", 2))),
                new RangeAssignor().assign(new TreeMap<>(Map.of("orders", 3, "bills", 2)), members));
    }

    @Test
    void aPartitionThatMovesIsGivenToNobodyInTheFirstRound() {
        member("a", 4, List.of("orders"), at("orders", 0), at("orders", 1));
        member("b", 4, List.of("orders"));
        CooperativeStickyAssignor assignor = new CooperativeStickyAssignor();
        assertEquals(Map.of("a", List.of(at("orders", 0)), "b", List.of()),
                assignor.assign(Map.of("orders", 2), members));
        member("a", 5, List.of("orders"), at("orders", 0));
        assertEquals(Map.of("a", List.of(at("orders", 0)), "b", List.of(at("orders", 1))),
                assignor.assign(Map.of("orders", 2), members));
    }

    @Test
    void theNewestClaimToAPartitionCountsAndTwoOfOneGenerationCountNothing() {
        member("a", 3, List.of("orders"), at("orders", 0));
        member("b", 4, List.of("orders"), at("orders", 0));
        CooperativeStickyAssignor assignor = new CooperativeStickyAssignor();
        assertEquals(Map.of("a", List.of(), "b", List.of()), assignor.assign(Map.of("orders", 1), members),
                "a still says that it has it");
        member("a", 4, List.of("orders"));
        assertEquals(Map.of("a", List.of(), "b", List.of(at("orders", 0))),
                assignor.assign(Map.of("orders", 1), members));
    }

    @Property(tries = 300)
    void roundsOfTheStickyAssignorEndWithEverythingGivenFairly(@ForAll @IntRange(min = 1, max = 5) int memberCount,
                                                              @ForAll @IntRange(min = 1, max = 9) int partitions,
                                                              @ForAll @IntRange(min = 1, max = 3) int topics) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < topics; i++) {
            counts.put("topic-" + i, partitions + i);
        }
        List<String> names = List.copyOf(counts.keySet());
        members.clear();
        // One after the other joins, and has nothing; every time, two rounds are enough.
        for (int joined = 1; joined <= memberCount; joined++) {
            member("member-" + joined, -1, names);
            Map<String, List<TopicPartition>> assigned = Map.of();
            for (int round = 0; round < 2; round++) {
                assigned = new CooperativeStickyAssignor().assign(counts, members);
                for (Map.Entry<String, List<TopicPartition>> each : assigned.entrySet()) {
                    member(each.getKey(), joined * 2 + round, names, each.getValue().toArray(new TopicPartition[0]));
                }
            }
            assertFair(counts, assigned);
        }
    }

    private static void assertFair(Map<String, Integer> counts, Map<String, List<TopicPartition>> assigned) {
        List<TopicPartition> all = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (List<TopicPartition> each : assigned.values()) {
            all.addAll(each);
            least = Math.min(least, each.size());
            most = Math.max(most, each.size());
        }
        assertEquals(counts.values().stream().mapToInt(Integer::intValue).sum(), all.size());
        assertEquals(all.size(), new TreeSet<>(all).size(), "nothing is given twice");
        assertTrue(most - least <= 1, "from " + least + " to " + most);
    }

    @Test
    void whatMembersTellOneAnotherIsReadAsItWasWritten() {
        ConsumerProtocol.Subscription told = new ConsumerProtocol.Subscription(
                new TreeSet<>(List.of("orders", "bills")), new TreeSet<>(List.of(at("orders", 3), at("bills", 0))), 7);
        assertEquals(told, ConsumerProtocol.subscription(ConsumerProtocol.encode(told)));
        List<TopicPartition> assigned = List.of(at("bills", 1), at("orders", 0), at("orders", 2));
        assertEquals(new TreeSet<>(assigned), ConsumerProtocol.assignment(ConsumerProtocol.encode(assigned)));
    }
}
