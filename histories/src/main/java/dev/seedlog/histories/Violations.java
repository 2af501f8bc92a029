package dev.seedlog.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects violations: a few of each kind and key, because one cause often breaks thousands of promises. */
public final class Violations {

    private static final int KEPT = 10;

    private record Kind(String anomaly, int key) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byName = anomaly.compareTo(other.anomaly);
            return byName != 0 ? byName : Integer.compare(key, other.key);
        }
    }

    private final List<Violation> kept = new ArrayList<>();
    private final Map<Kind, Integer> counts = new TreeMap<>();

    /**
     * One more.
     *
     * @param operations indexes of entries; negative ones stand for none
     */
    public void add(String anomaly, int key, String what, Long... operations) {
        if (counts.merge(new Kind(anomaly, key), 1, Integer::sum) <= KEPT) {
            kept.add(new Violation(anomaly, key, what, List.of(operations)));
        }
    }

    /** Those that are kept, in the order in which they were found. */
    public List<Violation> kept() {
        return List.copyOf(kept);
    }

    /** How many there were of a kind. */
    public int count(String anomaly) {
        return counts.entrySet().stream().filter(entry -> entry.getKey().anomaly.equals(anomaly))
                .mapToInt(Map.Entry::getValue).sum();
    }

    /** How many there were of all kinds. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
