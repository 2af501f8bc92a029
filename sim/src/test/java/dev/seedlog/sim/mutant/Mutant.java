package dev.seedlog.sim.mutant;

import java.util.Arrays;

/**
 * Bugs to plant: each of them was a real one in some system of this kind. A checker and a simulator are trusted when
 * they find what is known to be wrong, wherever one begins to look.
 *
 * <p>The product knows nothing of them: {@link MutantWorld} weaves a {@link PlantedBugs bug} into the named method
 * while it loads the class.
 */
enum Mutant {
    /** The retry of a batch that is in the log already is refused, instead of answered as the first time was. */
    DUPLICATE_REFUSED(Bug.in("log.ProducerStates", "prepare/3", PlantedBugs.DuplicateRefused.class),
            new Trait(200, "duplicate")),
    /** Only the last batch of a producer is remembered, where clients may have five on their way. */
    DUPLICATE_WINDOW_OF_ONE(Bug.in("log.ProducerEntry", "find/2", PlantedBugs.WindowOfOne.class),
            new Trait(500, "duplicate")),
    /** The high watermark is one record too far: readers see what is not durable yet. */
    HIGH_WATERMARK_ONE_TOO_FAR(Bug.in("log.PartitionLog", "highWatermark/1", PlantedBugs.OneTooFar.class),
            new Trait(100, "inconsistent-offsets", "unforced-ack", "node-failed")),
    /** The high watermark is one record short: the last record is never seen, and never acknowledged. */
    HIGH_WATERMARK_ONE_SHORT(Bug.in("log.PartitionLog", "highWatermark/1", PlantedBugs.OneShort.class),
            new Trait(50, "no-progress")),
    /** An acknowledgement leaves though the records are not yet where the producer asked for them to be. */
    ACKNOWLEDGED_TOO_EARLY(Bug.in("replica.PartitionLeader", "acknowledges/2", PlantedBugs.Always.class),
            new Trait(300, "lost-write", "unforced-ack", "inconsistent-offsets", "nonmonotonic-latest")),
    /** A recovery believes a torn batch. */
    TORN_BATCH_KEPT(Bug.in("log.BatchScan", "isCrcValid/0", PlantedBugs.Always.class),
            new Trait(200, "no-progress", "lost-write", "corrupt")),
    /** The error of a force is swallowed. */
    FORCE_ERROR_SWALLOWED(Bug.in("log.LogForces", "onOperation/1", PlantedBugs.NoFailure.class),
            new Trait(1_000, "lost-write", "unforced-ack", "node-failed")),
    /** The end of a log is told after a restart before it is known again (KIP-207). */
    END_TOLD_TOO_EARLY(Bug.in("replica.PartitionLeader", "knowsEnd/0", PlantedBugs.Always.class),
            new Trait(500, "nonmonotonic-latest")),
    /** The last partition is not in the checkpoints of a log directory. */
    CHECKPOINT_DROPS_A_PARTITION(Bug.in("log.OffsetCheckpoint", "encode/1", PlantedBugs.WithoutLast.class),
            new Trait(1_000, "lost-write", "inconsistent-offsets"));

    /**
     * What is known of a bug.
     *
     * @param mostSeeds within how many seeds it has to be found, from any seed on
     * @param symptoms what its runs come to: one of these is among their violations
     */
    private record Trait(int mostSeeds, String... symptoms) {
    }

    private final Bug bug;
    private final Trait trait;

    Mutant(Bug bug, Trait trait) {
        this.bug = bug;
        this.trait = trait;
    }

    /** What is wrong. */
    Bug bug() {
        return bug;
    }

    /** Whether it is by what it does that a run has shown it. */
    boolean explains(String verdict) {
        return Arrays.stream(trait.symptoms).anyMatch(verdict::contains);
    }

    /** Within how many seeds it has to be found, from any seed on. */
    int mostSeeds() {
        return trait.mostSeeds;
    }
}
