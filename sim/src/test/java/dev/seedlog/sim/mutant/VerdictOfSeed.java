package dev.seedlog.sim.mutant;

import dev.seedlog.sim.FaultKind;
import dev.seedlog.sim.LoneFault;
import dev.seedlog.sim.SeedRange;
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
    /** No fault at all, and a second run, which is to be the same. */
    static final String TWICE = "twice";

    @Override
    public String apply(String faults, Long seed) {
        SeedResult result = run(faults, seed);
        return result.verdict() == Verdict.OK ? "" : result.verdict() + ": " + result.violations().stream()
                .map(Violation::kind).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static SeedResult run(String faults, long seed) {
        return switch (faults) {
            case ALL -> SeedRun.run(seed);
            case NONE -> LoneFault.run(seed, null);
            case TWICE -> SeedRange.compared(LoneFault.run(seed, null), LoneFault.run(seed, null));
            default -> LoneFault.run(seed, FaultKind.of(faults));
        };
    }
}
