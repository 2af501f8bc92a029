package dev.seedlog.sim.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.cli.BuildVersion;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.sim.FaultKind;
import dev.seedlog.sim.SeedRange;
import dev.seedlog.sim.SeedResult;
import dev.seedlog.sim.SeedRun;
import dev.seedlog.sim.Totals;
import dev.seedlog.sim.Verdict;
import dev.seedlog.sim.check.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a node in the simulated world, once for each seed. */
@Command(name = "sim", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Runs a node in a simulated world, under produce and fetch, while it is killed, paused and its",
            "power cut, as a seed decides; then checks that nothing which was promised is lost.", "",
            "One line a seed: seed, verdict, virtual time, events, and the hash of all that happened. Equal seeds",
            "give equal hashes.", ""},
        footer = {"", "Exit status: 0 all seeds are fine, 1 a property was violated (or, in a range of 100 seeds or",
            "more, something was never tried), 2 usage, 3 a node did not serve again after all faults had ended,",
            "4 a seed's second run differed, 5 the simulator itself failed."})
final class SimCommand implements Callable<Integer> {

    private static final int SEEDS_THAT_MUST_TRY_ALL = 100;
    private static final int MAX_TOLD = 10;
    private static final int MAX_OPERATIONS_TOLD = 30;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongFunction<SeedResult> runner;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "The seed to run.")
    private String seed;

    @Option(names = "--seeds", paramLabel = "A..B", description = "The seeds to run, both ends included.")
    private String seeds;

    @Option(names = {"-j", "--jobs"}, paramLabel = "J", defaultValue = "1",
            description = "How many seeds run at a time (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(names = "--trace", paramLabel = "FILE", description = "Writes everything that happens, with --seed.")
    private Path traceFile;

    @Option(names = "--verify-determinism", description = "Runs one seed in 50 twice, and compares.")
    private boolean verifyDeterminism;

    /** The command, on the node of this build. */
    SimCommand() {
        this(null);
    }

    /** The command with another way to run a seed; null for the usual one. */
    SimCommand(LongFunction<SeedResult> runner) {
        this.runner = runner;
    }

    @Override
    public Integer call() throws IOException {
        long[] range = range();
        try {
            AgronaAccess.verify();
        } catch (IllegalStateException e) {
            throw usage(e.getMessage());
        }
        if (traceFile == null) {
            return run(range, runner != null ? runner : SeedRun::run);
        }
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(traceFile, StandardCharsets.UTF_8))) {
            return run(range, one -> SeedRun.run(one, lines::println));
        } catch (IOException e) {
            throw usage("--trace " + traceFile + ": it cannot be written (" + e + ")");
        }
    }

    private int run(long[] range, LongFunction<SeedResult> run) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SeedRange all = new SeedRange(range[0], range[1], jobs, verifyDeterminism);
        long begin = System.nanoTime();
        all.run(run, result -> {
            tell(out, result);
            if (result.verdict() != Verdict.OK && all.bad().size() <= MAX_TOLD) {
                explain(err, result);
            }
        });
        int status = all.exitStatus();
        if (seeds != null) {
            sumUp(out, all, (System.nanoTime() - begin) / NANOS_PER_SECOND);
            List<String> zeros = all.totals().zeros();
            if (all.seeds() >= SEEDS_THAT_MUST_TRY_ALL && !zeros.isEmpty()) {
                err.println("never tried in all of these seeds: " + String.join(", ", zeros));
                status = Math.max(status, ExitStatus.VIOLATION);
            }
        }
        out.flush();
        err.flush();
        return status;
    }

    private static void tell(PrintWriter out, SeedResult result) {
        out.println("seed " + result.seed() + " " + result.verdict().word() + " "
                + seconds(result.virtualNanos()) + " " + result.events() + " " + result.trace().hex());
        out.flush();
    }

    private void explain(PrintWriter err, SeedResult result) {
        err.println("seed " + result.seed() + " " + result.verdict().word() + ":");
        for (Violation violation : result.violations().stream().limit(MAX_TOLD).toList()) {
            err.println("  " + violation.kind() + " at " + seconds(violation.nanos()) + ": " + violation.what());
            violation.operations().stream().limit(MAX_OPERATIONS_TOLD).forEach(line -> err.println("    " + line));
        }
        int more = result.violations().size() - MAX_TOLD;
        if (more > 0) {
            err.println("  and " + more + " more");
        }
        err.println("  to run it again: bin/seedlog sim --seed " + result.seed()
                + (result.verdict() == Verdict.NONDETERMINISTIC ? " (twice)" : ""));
        err.flush();
    }

    private static void sumUp(PrintWriter out, SeedRange all, double wallSeconds) {
        out.println();
        out.println(all.seeds() + " seeds, " + all.bad().size() + " of them bad; "
                + String.format(Locale.ROOT, "%.1f s, %.1f seeds a second", wallSeconds, all.seeds() / wallSeconds));
        out.println("medians: " + seconds(all.medianVirtualNanos()) + " of virtual time, " + all.medianOperations()
                + " client operations, " + all.medianFaults() + " faults that hit something, " + all.medianEvents()
                + " events");
        for (Totals.Count count : Totals.Count.values()) {
            out.println("  " + count.title() + ": " + all.totals().get(count));
        }
        for (FaultKind kind : FaultKind.values()) {
            out.println("  fault " + kind.id() + ": " + all.totals().hits(kind));
        }
        all.totals().probes().forEach((id, times) -> out.println("  probe " + id + ": " + times));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / NANOS_PER_SECOND);
    }

    private long[] range() {
        if ((seed == null) == (seeds == null)) {
            throw usage("give either --seed N or --seeds A..B");
        }
        if (jobs < 1) {
            throw usage("--jobs " + jobs + " is not a positive number");
        }
        if (seed != null) {
            long one = number("--seed", seed);
            return new long[] {one, one};
        }
        if (traceFile != null) {
            throw usage("--trace needs --seed");
        }
        int dots = seeds.indexOf("..");
        if (dots < 0) {
            throw usage("--seeds '" + seeds + "' is not A..B");
        }
        long from = number("--seeds", seeds.substring(0, dots));
        long to = number("--seeds", seeds.substring(dots + 2));
        if (from > to) {
            throw usage("--seeds " + seeds + " holds no seed: " + from + " is larger than " + to);
        }
        return new long[] {from, to};
    }

    private long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw usage(option + ": '" + text + "' is not a number");
        }
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
