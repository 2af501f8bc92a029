package dev.seedlog.sim.mutant;

import dev.seedlog.sim.DrawnTopology;
import java.util.function.LongPredicate;

/** In which seeds a bug can show at all: the others need not be run to see that it does not. */
enum Ground {
    /** Wherever it is. */
    ANY(seed -> true),
    /** Where partitions have several replicas. */
    REPLICATED(seed -> DrawnTopology.of(seed).replicas() > 1),
    /** Where the quorum has several voters. */
    QUORUM(seed -> DrawnTopology.of(seed).controllers() > 1);

    private final LongPredicate seeds;

    Ground(LongPredicate seeds) {
        this.seeds = seeds;
    }

    boolean has(long seed) {
        return seeds.test(seed);
    }
}
