package dev.seedlog.histories.lists;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which transactions were over when another one began. Only the last ones are kept of those that are over: who lies in
 * front of one of them is in front of the new one all the same. That is as many edges as there are clients for each.
 */
final class DependencyTimes {

    private record Edge(long from, long to) {
    }

    private final Set<Long> front = new LinkedHashSet<>();
    private final Map<Long, List<Long>> before = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /** A transaction begins: all that is over came before. */
    void invoked(long transaction) {
        before.put(transaction, List.copyOf(front));
    }

    /** It took effect: what came before it need not be told of those that begin now. */
    void returned(long transaction) {
        List<Long> all = ended(transaction);
        all.forEach(front::remove);
        front.add(transaction);
    }

    /** It may have taken effect at any time since it began, or not at all. */
    List<Long> ended(long transaction) {
        List<Long> all = before.remove(transaction);
        all.forEach(from -> edges.add(new Edge(from, transaction)));
        return all;
    }

    /**
     * Adds what is known of those that may have happened.
     *
     * @param numbers of transactions, by their first entries
     */
    void addEdges(DependencyGraph graph, Map<Long, Integer> numbers) {
        for (Edge edge : edges) {
            Integer to = numbers.get(edge.to);
            if (to != null) {
                graph.add(numbers.get(edge.from), to, DependencyGraph.REALTIME);
            }
        }
    }
}
