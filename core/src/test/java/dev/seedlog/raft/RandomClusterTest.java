package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomClusterTest {

    private static final int SEEDS = Integer.getInteger("seedlog.raft.seeds", 1_000);
    private static final int EVENTS_PER_VOTER = 900;
    private static final int MUTANT_SEEDS = 2_000;

    @Test
    void threeVotersKeepRaftsPromises() {
        runSeeds(3, 0);
    }

    @Test
    void fiveVotersKeepRaftsPromises() {
        runSeeds(5, 1_000_000);
    }

    @Test
    void aSoleVoterKeepsRaftsPromises() {
        for (long seed = 0; seed < 200; seed++) {
            run(1, seed, TestNode.Mutation.NONE);
        }
    }

    @Test
    void aSeedAlwaysRunsTheSameWay() {
        RandomRun.Totals first = run(3, 42, TestNode.Mutation.NONE);
        RandomRun.Totals second = run(3, 42, TestNode.Mutation.NONE);
        assertEquals(first.committed, second.committed);
        assertEquals(first.leaders, second.leaders);
        assertEquals(first.truncations, second.truncations);
    }

    @Test
    void aDriverThatCountsUnforcedRecordsIsFound() {
        assertTrue(isFound(TestNode.Mutation.COUNTS_UNFORCED_RECORDS));
    }

    @Test
    void aDriverThatSendsBeforeTheVoteIsForcedIsFound() {
        assertTrue(isFound(TestNode.Mutation.SENDS_BEFORE_VOTE_IS_FORCED));
    }

    @Test
    void aDriverThatForgetsItsVoteIsFound() {
        assertTrue(isFound(TestNode.Mutation.FORGETS_ITS_VOTE));
    }

    private static void runSeeds(int voters, long firstSeed) {
        RandomRun.Totals sum = new RandomRun.Totals();
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            RandomRun.Totals totals = run(voters, seed, TestNode.Mutation.NONE);
            sum.leaders += totals.leaders;
            sum.powerCuts += totals.powerCuts;
            sum.committed += totals.committed;
            sum.truncations += totals.truncations;
            sum.installs += totals.installs;
        }
        assertTrue(sum.leaders > 2 * SEEDS, "leaders " + sum.leaders);
        assertTrue(sum.powerCuts > SEEDS, "power cuts " + sum.powerCuts);
        assertTrue(sum.committed > 10 * SEEDS, "committed " + sum.committed);
        assertTrue(sum.truncations > SEEDS / 20, "truncations " + sum.truncations);
        assertTrue(sum.installs > SEEDS / 20, "installed snapshots " + sum.installs);
    }

    private static RandomRun.Totals run(int voters, long seed, TestNode.Mutation mutation) {
        RandomRun run = new RandomRun(voters, seed, mutation);
        try {
            run.run(EVENTS_PER_VOTER * voters);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " with " + voters + " voters: " + e.getMessage(), e);
        }
        return run.totals;
    }

    /** Whether a promise is broken in one of the seeds. */
    private static boolean isFound(TestNode.Mutation mutation) {
        return LongStream.range(0, MUTANT_SEEDS).anyMatch(seed -> {
            try {
                new RandomRun(3, seed, mutation).run(3 * EVENTS_PER_VOTER);
                return false;
            } catch (AssertionError | RuntimeException violation) {
                return true;
            }
        });
    }
}
