package dev.seedlog.sim.live;

import java.util.EnumSet;
import java.util.Set;

/** How far a workload on a real cluster is. */
enum Stage {
    /** Clients work. */
    WORKING,
    /** Nothing new is begun; what is under way goes on. What befell the cluster is being mended. */
    HEALING,
    /** As before, on a cluster that nothing is wrong with any more. */
    FINISHING,
    /** What was given up may still arrive. */
    SETTLING,
    /** Everything is read, by auditors and by those who read all the time. */
    AUDITING,
    /** All is read, or it took too long. */
    OVER;

    /** Which stages may follow. */
    Set<Stage> next() {
        return switch (this) {
            case WORKING -> EnumSet.of(HEALING, OVER);
            case HEALING -> EnumSet.of(FINISHING, OVER);
            case FINISHING -> EnumSet.of(SETTLING, OVER);
            case SETTLING -> EnumSet.of(AUDITING, OVER);
            case AUDITING -> EnumSet.of(OVER);
            case OVER -> EnumSet.noneOf(Stage.class);
        };
    }
}
