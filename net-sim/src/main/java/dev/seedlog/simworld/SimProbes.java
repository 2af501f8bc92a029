package dev.seedlog.simworld;

import dev.seedlog.env.Probes;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rare paths that ran. */
public final class SimProbes implements Probes {

    private final Map<String, long[]> counts = new TreeMap<>();

    SimProbes() {
    }

    @Override
    public void hit(String id) {
        counts.computeIfAbsent(id, unseen -> new long[1])[0]++;
    }

    /** How often a path ran. */
    public long count(String id) {
        long[] count = counts.get(id);
        return count == null ? 0 : count[0];
    }

    /** How often each path ran that ran at all, by id. */
    public Map<String, Long> totals() {
        Map<String, Long> totals = new TreeMap<>();
        counts.forEach((id, count) -> totals.put(id, count[0]));
        return totals;
    }
}
