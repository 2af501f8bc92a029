package dev.seedlog.sim;

import dev.seedlog.sim.check.Violation;
import java.util.List;

/**
 * What a run came to.
 *
 * @param seed its seed
 * @param verdict how it ended
 * @param virtualNanos how much time passed in its world
 * @param events how many events happened there
 * @param trace its hash and checkpoints
 * @param totals what it counted
 * @param violations what was wrong; empty if nothing was
 */
public record SeedResult(long seed, Verdict verdict, long virtualNanos, long events, TraceMark trace, Totals totals,
                         List<Violation> violations) {

    /**
     * By what a run is recognized.
     *
     * @param hex the hash of all that happened
     * @param checkpoints the hashes on the way there
     */
    public record TraceMark(String hex, long[] checkpoints) {
    }

    /** The same run with another verdict. */
    SeedResult judged(Verdict other, List<Violation> why) {
        return new SeedResult(seed, other, virtualNanos, events, trace, totals, List.copyOf(why));
    }
}
