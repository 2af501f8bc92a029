package dev.seedlog.sim.mutant;

import dev.seedlog.sim.SeedResult;
import dev.seedlog.sim.SeedRun;
import dev.seedlog.sim.Verdict;
import dev.seedlog.sim.check.Violation;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Runs seeds in the world that it was loaded in; only JDK types go in and out. */
public final class VerdictOfSeed implements LongFunction<String> {

    @Override
    public String apply(long seed) {
        SeedResult result = SeedRun.run(seed);
        return result.verdict() == Verdict.OK ? "" : result.verdict() + ": " + result.violations().stream()
                .map(Violation::kind).distinct().sorted().collect(Collectors.joining(", "));
    }
}
