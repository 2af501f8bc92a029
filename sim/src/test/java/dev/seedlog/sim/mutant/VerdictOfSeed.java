package dev.seedlog.sim.mutant;

import dev.seedlog.sim.FaultKind;
import dev.seedlog.sim.LoneFault;
import dev.seedlog.sim.SeedResult;
import dev.seedlog.sim.SeedRun;
import dev.seedlog.sim.Verdict;
import dev.seedlog.sim.check.Violation;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Runs seeds in the world that it was loaded in; only JDK types go in and out. */
public final class VerdictOfSeed implements BiFunction<String, Long, String> {

    /** All faults that a seed has drawn. */
    static final String ALL = "all";
    /** No fault at all. */
    static final String NONE = "none";

    @Override
    public String apply(String faults, Long seed) {
        SeedResult result = faults.equals(ALL) ? SeedRun.run(seed)
                : LoneFault.run(seed, faults.equals(NONE) ? null : FaultKind.of(faults));
        return result.verdict() == Verdict.OK ? "" : result.verdict() + ": " + result.violations().stream()
                .map(Violation::kind).distinct().sorted().collect(Collectors.joining(", "));
    }
}
