package dev.seedlog.sim;

import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.simworld.SimNode;

/** Cuts the power of the node's machine, and takes down what that may cost. */
final class Outages {

    private final SimNode node;
    private final ForcedPrefixes forced;
    private final Recorder recorder;
    private final Totals totals;

    Outages(SimNode node, ForcedPrefixes forced, Recorder recorder, Totals totals) {
        this.node = node;
        this.forced = forced;
        this.recorder = recorder;
        this.totals = totals;
    }

    /** Cuts the power now. */
    void powerCut() {
        forced.look();
        node.powerCut();
        recorder.powerCut();
    }

    /** The node died in the middle of a turn. */
    void cutInTurn() {
        totals.add(Count.CUT_TURNS, 1);
    }
}
