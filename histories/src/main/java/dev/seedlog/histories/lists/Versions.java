package dev.seedlog.histories.lists;

import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Violation;
import dev.seedlog.histories.Violations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list: who appended what, who read what, and in which order its values are, as far as that was read. */
final class Versions {

    /** What the last value of an empty list is. */
    private static final Long NOTHING = null;

    private final Object key;
    private final Map<Long, ListTxn> writers = new HashMap<>();
    /** For each last value that was read, by whom. */
    private final Map<Long, Set<ListTxn>> readers = new HashMap<>();
    /** What was read, and who read it first. */
    private final Map<List<Long>, ListTxn> reads = new HashMap<>();
    private final Set<List<Long>> inTheirOrder = new LinkedHashSet<>();

    Versions(Object key) {
        this.key = key;
    }

    void appended(long value, ListTxn by) {
        writers.put(value, by);
    }

    void read(List<Long> values, ListTxn by) {
        readers.computeIfAbsent(last(values), unseen -> new LinkedHashSet<>()).add(by);
        if (reads.putIfAbsent(values, by) == null) {
            inTheirOrder.add(values);
        }
    }

    /** Who appended a value; null for nobody. */
    ListTxn writer(Long value) {
        return writers.get(value);
    }

    private static Long last(List<Long> values) {
        return values.isEmpty() ? NOTHING : values.get(values.size() - 1);
    }

    /** Every read must be the beginning of every longer one. */
    void checkOrder(Violations violations) {
        List<Long> before = List.of();
        for (List<Long> values : sorted()) {
            if (!values.subList(0, Math.min(before.size(), values.size())).equals(before)) {
                ListTxn one = reads.get(before);
                ListTxn other = reads.get(values);
                violations.add(ListAnomaly.INCOMPATIBLE_ORDER, Violation.NO_KEY, "list " + key + " was read as "
                        + before + " and as " + values, one.invokedAt(), one.returnedAt(), other.invokedAt(),
                        other.returnedAt());
                return;
            }
            before = values;
        }
    }

    private List<List<Long>> sorted() {
        List<List<Long>> sorted = new ArrayList<>(inTheirOrder);
        sorted.sort(Comparator.comparingInt(List::size));
        return sorted;
    }

    /** Adds what follows from the longest list that was read. Values that nobody read lie behind it. */
    void addEdges(DependencyGraph graph, List<ListTxn> transactions) {
        List<List<Long>> sorted = sorted();
        List<Long> order = new ArrayList<>(new LinkedHashSet<>(sorted.isEmpty() ? List.of()
                : sorted.get(sorted.size() - 1)));
        Map<Long, Long> previous = new HashMap<>();
        Long before = NOTHING;
        for (Long value : order) {
            previous.put(value, before);
            before = value;
        }
        Set<Long> known = new HashSet<>(order);
        for (ListTxn transaction : transactions) {
            for (Mop step : transaction.steps()) {
                if (step instanceof Mop.Append append && append.key().equals(key)) {
                    append(graph, transaction, known.contains(append.value()) ? previous.get(append.value()) : before);
                } else if (step instanceof Mop.ReadList read && read.key().equals(key) && transaction.certain()) {
                    ListTxn writer = writers.get(last(ListTxn.values(read)));
                    if (writer != null && writer.number() >= 0) {
                        graph.add(writer.number(), transaction.number(), DependencyGraph.WR);
                    }
                }
            }
        }
    }

    private void append(DependencyGraph graph, ListTxn by, Long before) {
        ListTxn writer = before == null ? null : writers.get(before);
        if (writer != null && writer.number() >= 0) {
            graph.add(writer.number(), by.number(), DependencyGraph.WW);
        }
        for (ListTxn reader : readers.getOrDefault(before, Set.of())) {
            graph.add(reader.number(), by.number(), DependencyGraph.RW);
        }
    }
}
