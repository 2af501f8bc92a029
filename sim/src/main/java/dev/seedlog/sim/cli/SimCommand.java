package dev.seedlog.sim.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.cli.BuildVersion;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.edn.HistoryWriter;
import dev.seedlog.sim.FaultKind;
import dev.seedlog.sim.RarePaths;
import dev.seedlog.sim.RunOptions;
import dev.seedlog.sim.SeedRange;
import dev.seedlog.sim.SeedResult;
import dev.seedlog.sim.SeedRun;
import dev.seedlog.sim.Totals;
import dev.seedlog.sim.Verdict;
import dev.seedlog.sim.check.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
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

    @Option(names = "--for", paramLabel = "TIME",
            description = "Begins new seeds for so long, 30s, 5m or 2h, from --seed on or from anywhere.")
    private String duration;

    @Option(names = {"-j", "--jobs"}, paramLabel = "J", defaultValue = "1",
            description = "How many seeds run at a time (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(names = "--trace", paramLabel = "FILE", description = "Writes everything that happens, with --seed.")
    private Path traceFile;

    @Option(names = "--history", paramLabel = "FILE",
            description = "Writes what clients did and saw, with --seed; 'check' judges it.")
    private Path historyFile;

    @Option(names = "--compare-trace", paramLabel = "FILE",
            description = "Compares everything that happens with what --trace has written, with --seed.")
    private Path comparedFile;

    @Option(names = "--without", paramLabel = "FAULT", split = ",",
            description = "Leaves kinds of faults out, though the seeds draw them; repeatable.")
    private List<String> withoutIds = List.of();

    @Option(names = "--twice",
            description = "Runs all seeds a second time when all were run, and compares.")
    private boolean twice;

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
        SeedChoice choice = choice();
        RunOptions options = new RunOptions(without(), null);
        try {
            AgronaAccess.verify();
        } catch (IllegalStateException e) {
            throw usage(e.getMessage());
        }
        if (historyFile != null) {
            options = options.recordedBy(this::write);
        }
        try {
            return run(choice, options);
        } catch (UncheckedIOException e) {
            throw usage("--history " + historyFile + ": it cannot be written (" + e.getCause() + ")");
        }
    }

    private void write(List<Op> history) {
        try (HistoryWriter writer = new HistoryWriter(Files.newOutputStream(historyFile))) {
            history.forEach(writer::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(SeedChoice choice, RunOptions options) {
        if (traceFile != null) {
            return trace(choice, options);
        }
        if (comparedFile != null) {
            return compare(choice, options);
        }
        return run(choice, runner != null ? runner : one -> SeedRun.run(one, options));
    }

    private int trace(SeedChoice choice, RunOptions options) {
        try (TraceFile.Writer writer = new TraceFile.Writer(traceFile, choice.first(), options.without())) {
            return run(choice, one -> SeedRun.run(one, options.tracedBy(writer)));
        } catch (IOException e) {
            throw usage("--trace " + traceFile + ": it cannot be written (" + e + ")");
        }
    }

    private int compare(SeedChoice choice, RunOptions options) {
        try (var comparison = new TraceFile.Comparison(comparedFile, choice.first(), options.without())) {
            int status = run(choice, one -> SeedRun.run(one, options.tracedBy(comparison)));
            String difference = comparison.difference();
            if (difference != null) {
                spec.commandLine().getErr().println(difference);
                return Math.max(status, Verdict.NONDETERMINISTIC.exitStatus());
            }
            return status;
        } catch (IllegalArgumentException e) {
            throw usage("--compare-trace: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            throw usage("--compare-trace " + comparedFile + ": it cannot be read (" + e + ")");
        }
    }

    private int run(SeedChoice choice, LongFunction<SeedResult> run) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long begin = System.nanoTime();
        long limitNanos = choice.limit() == null ? Long.MAX_VALUE : choice.limit().toNanos();
        SeedRange all = new SeedRange(choice.first(), choice.last(), jobs, verifyDeterminism,
                () -> System.nanoTime() - begin >= limitNanos);
        List<SeedResult> first = new ArrayList<>();
        all.run(run, result -> {
            tell(out, result);
            if (twice) {
                first.add(result);
            }
            if (result.verdict() != Verdict.OK && all.bad().size() <= MAX_TOLD) {
                explain(err, result);
            }
        });
        int status = all.exitStatus();
        if (twice) {
            status = Math.max(status, runAgain(choice, run, first));
        }
        if (!choice.single()) {
            sumUp(out, all, (System.nanoTime() - begin) / NANOS_PER_SECOND);
            List<String> zeros = new ArrayList<>(all.totals().zeros());
            zeros.removeAll(withoutIds);
            if (withoutIds.isEmpty()) {
                zeros.addAll(RarePaths.ofThisBuild().neverThoughExpected(all.totals()));
            }
            if (all.seeds() >= SEEDS_THAT_MUST_TRY_ALL && !zeros.isEmpty()) {
                err.println("never tried in all of these seeds: " + String.join(", ", zeros));
                status = Math.max(status, ExitStatus.VIOLATION);
            }
        }
        out.flush();
        err.flush();
        return status;
    }

    /** Runs the same seeds once more, in the same JVM. */
    private int runAgain(SeedChoice choice, LongFunction<SeedResult> run, List<SeedResult> first) {
        SeedRange again = new SeedRange(choice.first(), first.get(first.size() - 1).seed(), jobs, false);
        again.run(seed -> SeedRange.compared(first.get((int) (seed - choice.first())), run.apply(seed)), result -> {
            if (result.verdict() == Verdict.NONDETERMINISTIC) {
                explain(spec.commandLine().getErr(), result);
            }
        });
        return again.exitStatus();
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
                + (withoutIds.isEmpty() ? "" : " --without " + String.join(",", withoutIds))
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
        out.println("speed: " + String.format(Locale.ROOT, "%,.0f events and %,.0f virtual seconds",
                all.speed().eventsPerSecond(), all.speed().virtualSecondsPerSecond()) + " a second of one core");
        for (Totals.Count count : Totals.Count.values()) {
            out.println("  " + count.title() + ": " + all.totals().get(count));
        }
        for (FaultKind kind : FaultKind.values()) {
            out.println("  fault " + kind.id() + ": " + all.totals().hits(kind));
        }
        all.totals().paths().forEach((id, times) -> out.println("  forced " + id + ": " + times));
        all.totals().probes().forEach((id, times) -> out.println("  probe " + id + ": " + times));
        List<String> never = RarePaths.ofThisBuild().never(all.totals());
        out.println("rare paths that never ran: " + (never.isEmpty() ? "none" : String.join(", ", never)));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3fs", nanos / NANOS_PER_SECOND);
    }

    private SeedChoice choice() {
        SeedChoice choice;
        try {
            choice = SeedChoice.of(seed, seeds, duration);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        if (jobs < 1) {
            throw usage("--jobs " + jobs + " is not a positive number");
        }
        if (!choice.single() && traceFile != null) {
            throw usage("--trace needs --seed");
        }
        if (!choice.single() && historyFile != null) {
            throw usage("--history needs --seed");
        }
        if (!choice.single() && comparedFile != null) {
            throw usage("--compare-trace needs --seed");
        }
        if (traceFile != null && comparedFile != null) {
            throw usage("--trace and --compare-trace exclude each other");
        }
        return choice;
    }

    private Set<FaultKind> without() {
        EnumSet<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String id : withoutIds) {
            FaultKind kind = FaultKind.of(id);
            if (kind == null) {
                throw usage("--without: there is no fault '" + id + "'; there are: "
                        + Arrays.stream(FaultKind.values()).map(FaultKind::id).collect(Collectors.joining(", ")));
            }
            kinds.add(kind);
        }
        return kinds;
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
