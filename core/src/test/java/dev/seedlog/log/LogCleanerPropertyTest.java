package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** What compaction promises, over random histories, configurations and crashes. */
class LogCleanerPropertyTest {

    private static final int MOST_OPERATIONS = 600;

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void aReaderEndsUpWithTheNewestValueOfEachKey(@ForAll long seed) {
        new CleaningRun(seed, new CleaningRun.Totals()).run(0);
    }

    /** Histories whose first process dies at each disk operation in turn. */
    @Test
    void aCrashAtAnyDiskOperationLeavesTheOldOrTheNewSegments() {
        CleaningRun.Totals totals = new CleaningRun.Totals();
        for (long operations = 1; operations <= MOST_OPERATIONS; operations++) {
            for (long seed = operations; seed < operations + 100; seed += 50) {
                try {
                    new CleaningRun(seed, totals).run(operations);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", operation " + operations + ": " + e.getMessage(), e);
                }
            }
        }
        assertTrue(totals.gone > 1_000 && totals.tombstonesGone > 5 && totals.kills > 100 && totals.powerCuts > 100
                && totals.swapsCompleted > 20 && totals.killedWhileCleaning > 100, totals::toString);
    }
}
