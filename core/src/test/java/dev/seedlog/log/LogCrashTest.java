package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.RandomSource;
import org.junit.jupiter.api.Test;

class LogCrashTest {

    private static final int SEEDS = 2_000;

    @Test
    void whatIsRecoveredIsAnIntactPrefixThatHoldsAllThatWasForced() {
        CrashRun.Totals totals = new CrashRun.Totals();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, totals);
        }
        assertTrue(totals.kills > 100 && totals.powerCuts > 100 && totals.tornTails > 20 && totals.truncations > 100
                && totals.killedInTurn > 100 && totals.startsMoved > 50, totals::toString);
    }

    private static void run(long seed, CrashRun.Totals totals) {
        MemoryDisk disk = new MemoryDisk();
        CrashRun.CrashingDisk crashing = new CrashRun.CrashingDisk() {
            @Override
            public void killAfter(long operations, RandomSource random) {
                disk.operationsUntilFailure = operations;
                disk.killsAtFailure = true;
                disk.bytesOfFailingWrite = random.nextInt(400);
            }

            @Override
            public void kill() {
                disk.kill();
            }

            @Override
            public void cutPower(RandomSource random) {
                disk.cutPower(random);
            }
        };
        try {
            new CrashRun(seed, LogWorld.on(disk), crashing, MemoryDisk.Killed.class, totals).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
