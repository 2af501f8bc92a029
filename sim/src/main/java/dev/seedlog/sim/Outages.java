package dev.seedlog.sim;

import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.List;

/** Cuts the power of the node's machine, and takes down what that may cost: {@link HolderLedger}. */
final class Outages {

    private final SimWorld world;
    private final SimNode node;
    private final ForcedPrefixes forced;
    private final Recorder recorder;
    private final Totals totals;
    private final boolean lossy;
    private Violation unforced;

    /**
     * For one node.
     *
     * @param lossy whether what is acknowledged may be cached only
     */
    Outages(SimWorld world, SimNode node, ForcedPrefixes forced, Recorder recorder, Totals totals, boolean lossy) {
        this.world = world;
        this.node = node;
        this.forced = forced;
        this.recorder = recorder;
        this.totals = totals;
        this.lossy = lossy;
    }

    /** Cuts the power now. */
    void powerCut() {
        HolderLedger ledger = new HolderLedger();
        forced.look().forEach((partition, holding) -> {
            ledger.holds(partition, node.name(), holding);
            long known = recorder.counts().knownEnd(recorder.presentKey(partition));
            // What an earlier fault has taken is not there to be lost again.
            ledger.committed(partition, Math.min(known, holding.cachedEnd()));
        });
        List<HolderLedger.Breach> breaches = ledger.ofPowerCut(List.of(node.name()));
        totals.add(breaches.isEmpty() ? Count.CUTS_WITHIN_BUDGET : Count.CUTS_BEYOND_BUDGET, 1);
        if (!lossy && !breaches.isEmpty() && unforced == null) {
            unforced = new Violation("unforced-ack", "acknowledgements imply a force here, and when the power was cut"
                    + " clients knew more than was forced", world.nowNanos(),
                    breaches.stream().map(HolderLedger.Breach::toString).toList());
        }
        node.powerCut();
        recorder.powerCut();
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
