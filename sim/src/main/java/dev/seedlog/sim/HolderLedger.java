package dev.seedlog.sim;

import dev.seedlog.log.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fault budget: who holds what is committed, cached or forced, and so what a fault takes that nobody else has.
 *
 * <p>A kill keeps both. A power cut may take what is only cached, a lost disk takes both. A fault is within the budget
 * if each committed record keeps a holder that may lead: one in the ISR or ELR. What goes beyond is a breach: then a
 * prefix of the log is what is promised, as long as the longest one that is surely left.
 */
final class HolderLedger {

    /**
     * What one node has of a partition's log.
     *
     * @param cachedEnd its end as the page cache has it
     * @param forcedEnd where what is durable of it ends
     * @param mayLead whether it may be elected without a record being lost
     */
    record Holding(long cachedEnd, long forcedEnd, boolean mayLead) {
    }

    /**
     * A fault beyond the budget.
     *
     * @param partition whose committed records are not safe any more
     * @param keptEnd up to where they are
     * @param committedEnd up to where they were committed
     */
    record Breach(TopicPartition partition, long keptEnd, long committedEnd) {
    }

    private final Map<TopicPartition, Map<String, Holding>> holders = new TreeMap<>();
    private final Map<TopicPartition, Long> committed = new TreeMap<>();

    /** A node has this of a partition, now. */
    void holds(TopicPartition partition, String node, Holding holding) {
        holders.computeIfAbsent(partition, unseen -> new TreeMap<>()).put(node, holding);
    }

    /** What clients know to be written ends here, now. */
    void committed(TopicPartition partition, long end) {
        committed.put(partition, end);
    }

    /** What it would break if these nodes lost their power together. */
    List<Breach> ofPowerCut(Collection<String> nodes) {
        return breaches(nodes, true);
    }

    /** What it would break if these nodes lost their disks together. */
    List<Breach> ofLostDisks(Collection<String> nodes) {
        return breaches(nodes, false);
    }

    private List<Breach> breaches(Collection<String> hit, boolean keepsForced) {
        List<Breach> breaches = new ArrayList<>();
        committed.forEach((partition, end) -> {
            long kept = 0;
            for (Map.Entry<String, Holding> holder : holders.getOrDefault(partition, Map.of()).entrySet()) {
                Holding holding = holder.getValue();
                if (holding.mayLead()) {
                    boolean isHit = hit.contains(holder.getKey());
                    kept = Math.max(kept, !isHit ? holding.cachedEnd() : keepsForced ? holding.forcedEnd() : 0);
                }
            }
            if (kept < end) {
                breaches.add(new Breach(partition, kept, end));
            }
        });
        return breaches;
    }
}
