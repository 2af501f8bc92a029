package dev.seedlog.sim.mutant;

import java.util.function.LongFunction;

/**
 * The first seed that shows a bug.
 *
 * @param seeds how many were run
 * @param verdict what the last one came to; empty if nothing was wrong
 */
record Found(int seeds, String verdict) {

    static Found first(LongFunction<String> world, long from, int most) {
        for (int i = 0; i < most; i++) {
            String verdict = world.apply(from + i);
            if (!verdict.isEmpty()) {
                return new Found(i + 1, verdict);
            }
        }
        return new Found(most, "");
    }
}
