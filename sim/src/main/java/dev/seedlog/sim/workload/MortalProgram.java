package dev.seedlog.sim.workload;

import dev.seedlog.env.NodeProgram;

/** A client whose process may be killed; started again it begins anew, and knows nothing of its earlier life. */
public interface MortalProgram extends NodeProgram {

    /** Its process was killed: takes down that nobody knows any more what became of what it had begun. */
    void died();
}
