package dev.seedlog.sim;

import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.HeldLogs.Held;
import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cuts the power of machines, and takes down what that may cost: {@link HolderLedger}. */
final class Outages {

    private final SimWorld world;
    private final ServerCluster cluster;
    private final HeldLogs logs;
    private final Recorder recorder;
    private final Totals totals;
    private final boolean lossy;
    private final Map<Integer, Long> committedEnds = new TreeMap<>();
    private Violation unforced;
    private Runnable beforeCut = () -> { };

    /**
     * For some nodes.
     *
     * @param lossy whether what is acknowledged may be cached only
     */
    Outages(SimWorld world, ServerCluster cluster, Recorder recorder, Totals totals, boolean lossy) {
        this.world = world;
        this.cluster = cluster;
        this.logs = new HeldLogs(recorder, cluster.quorum());
        this.recorder = recorder;
        this.totals = totals;
        this.lossy = lossy;
    }

    /** From now on this is done before each power cut. */
    void beforeCut(Runnable action) {
        beforeCut = action;
    }

    /** Cuts the power of a node's machine now. */
    void powerCut(SimNode node) {
        beforeCut.run();
        Map<TopicPartition, Map<String, Held>> held = new TreeMap<>();
        for (ServerNode server : cluster.nodes()) {
            logs.look(server).forEach((partition, log) ->
                    held.computeIfAbsent(partition, unseen -> new LinkedHashMap<>()).put(server.node().name(), log));
        }
        promise(node, held);
        List<Recorder.Remains> remains = new ArrayList<>();
        held.forEach((partition, holders) -> {
            int key = recorder.presentKey(partition);
            List<HeldLogs.Content> left = left(node, holders);
            long most = left.stream().mapToLong(HeldLogs.Content::endOffset).max().orElse(0);
            if (lossy && most < committedEnd(key, holders)) {
                // Whichever of them is elected: the shortest is what is surely left.
                HeldLogs.Content least = left.stream().min(Comparator.comparingLong(HeldLogs.Content::endOffset))
                        .orElse(HeldLogs.Content.EMPTY);
                committedEnds.put(key, least.endOffset());
                remains.add(new Recorder.Remains(key, least.firstOffset(), least.values()));
            }
        });
        node.powerCut();
        recorder.powerCut(node.name(), remains);
    }

    /** Sees whether something is committed that this would take, and whether it may. */
    private void promise(SimNode node, Map<TopicPartition, Map<String, Held>> held) {
        HolderLedger ledger = new HolderLedger();
        held.forEach((partition, holders) -> {
            holders.forEach((name, log) -> ledger.holds(partition, name, log.holding()));
            long known = recorder.counts().knownEnd(recorder.presentKey(partition));
            long present = holders.values().stream().mapToLong(log -> log.cached().endOffset()).max().orElse(0);
            // What an earlier fault has taken is not there to be lost again.
            ledger.committed(partition, Math.min(known, present));
        });
        List<HolderLedger.Breach> breaches = ledger.ofPowerCut(List.of(node.name()));
        totals.add(breaches.isEmpty() ? Count.CUTS_WITHIN_BUDGET : Count.CUTS_BEYOND_BUDGET, 1);
        if (!lossy && !breaches.isEmpty() && unforced == null) {
            unforced = new Violation("unforced-ack", "acknowledgements imply a force here, and when the power was cut"
                    + " clients knew more than was forced", world.nowNanos(),
                    breaches.stream().map(HolderLedger.Breach::toString).toList());
        }
    }

    /** What is left with each that may lead: of a node that is hit what it has forced, of another what it has. */
    private static List<HeldLogs.Content> left(SimNode hit, Map<String, Held> holders) {
        List<HeldLogs.Content> left = new ArrayList<>();
        holders.forEach((name, log) -> {
            if (log.mayLead()) {
                left.add(name.equals(hit.name()) ? log.forced() : log.cached());
            }
        });
        return left;
    }

    /**
     * Up to where records may be committed: all that may lead have them. One that lost its end and may lead still keeps
     * others from committing more, so it never goes back.
     */
    private long committedEnd(int key, Map<String, Held> holders) {
        long everywhere = holders.values().stream().filter(Held::mayLead)
                .mapToLong(log -> log.cached().endOffset()).min().orElse(0);
        return committedEnds.merge(key, everywhere, Math::max);
    }

    /** The node died in the middle of a turn. */
    void cutInTurn() {
        totals.add(Count.CUT_TURNS, 1);
    }

    /** What was acknowledged though it was not forced, where that is promised; null if nothing was. */
    Violation unforced() {
        return unforced;
    }
}
