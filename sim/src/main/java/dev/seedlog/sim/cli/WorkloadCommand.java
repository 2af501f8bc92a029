package dev.seedlog.sim.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.base.HostPort;
import dev.seedlog.cli.BuildVersion;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.histories.edn.HistoryWriter;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.live.LiveRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has the simulator's clients work on a real cluster, and judges what they saw. */
@Command(name = "workload", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Has the same clients that the simulator runs work on a running cluster: they create topics of",
            "their own, produce, consume alone and in groups, administrate. Brokers may be killed and started again",
            "meanwhile. Then everything must be readable to its end, and what clients saw is judged.", ""},
        footer = {"", "Exit status: 0 all is fine, 1 a property was violated, 2 usage, 3 not everything could be read",
            "in time, 5 the clients themselves failed."})
final class WorkloadCommand implements Callable<Integer> {

    private static final int BATCHES_PER_SECOND = 100;
    private static final int MOST_TOLD = 10;
    private static final long STOP_MS = 10_000;
    private static final String MANY_HOSTS = ",";

    @Spec
    private CommandSpec spec;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", required = true,
            description = "Brokers to begin with, divided by commas.")
    private String bootstrap;

    @Option(names = "--history", paramLabel = "FILE", description = "Writes what clients did and saw.")
    private Path historyFile;

    @Option(names = "--for", paramLabel = "TIME", defaultValue = "30s",
            description = "How long clients work, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private String duration;

    @Option(names = "--seed", paramLabel = "N", description = "What clients do is drawn from it (default: another "
            + "one each time).")
    private String seed;

    @Override
    public Integer call() throws IOException {
        LiveRun.Plan plan;
        try {
            SeedChoice choice = SeedChoice.of(seed, null, duration);
            long seconds = choice.limit().toSeconds();
            plan = new LiveRun.Plan(brokers(), choice.first(), choice.limit().toNanos(),
                    Math.toIntExact(seconds * BATCHES_PER_SECOND),
                    "workload-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-");
            AgronaAccess.verify();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        spec.commandLine().getOut().println("seed " + plan.seed() + ", topics " + plan.prefix() + "*");
        spec.commandLine().getOut().flush();
        return run(plan);
    }

    private List<HostPort> brokers() {
        List<HostPort> brokers = new ArrayList<>();
        for (String each : bootstrap.split(MANY_HOSTS)) {
            brokers.add(HostPort.parse(each.strip()));
        }
        return brokers;
    }

    private int run(LiveRun.Plan plan) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Ending ending = new Ending(over);
        LiveRun live = new LiveRun(plan, over::countDown);
        RealNode node = RealNode.start(RealNodeOptions.named("workload"), live, ending);
        try {
            over.await();
            node.stop();
            if (!node.awaitEnd(STOP_MS)) {
                node.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            node.close();
            return ExitStatus.FAILURE;
        }
        if (ending.why != null) {
            spec.commandLine().getErr().println("seedlog workload: " + ending.why);
            return ExitStatus.FAILURE;
        }
        return judge(live);
    }

    private int judge(LiveRun live) throws IOException {
        if (historyFile != null) {
            try (HistoryWriter writer = new HistoryWriter(Files.newOutputStream(historyFile))) {
                live.history().forEach(writer::accept);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(),
                        "--history " + historyFile + ": it cannot be written (" + e + ")");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(live.history().size() + " entries; acknowledged " + live.counts().acked() + " records, polled "
                + live.counts().polled() + ", sent " + live.counts().retries() + " batches again");
        List<Violation> violations = Judge.judge(live.history());
        violations.stream().limit(MOST_TOLD).forEach(violation -> {
            out.println(violation.kind() + ": " + violation.what());
            violation.operations().forEach(line -> out.println("    " + line));
        });
        out.println(violations.isEmpty() ? "valid" : violations.size() + " violations");
        out.flush();
        if (!live.converged() && violations.size() == 1) {
            return ExitStatus.NO_PROGRESS;
        }
        return violations.isEmpty() ? ExitStatus.OK : ExitStatus.VIOLATION;
    }

    /** Hears of the node's end; a failure ends the waiting for the clients. */
    private static final class Ending implements NodeListener {
        private final CountDownLatch over;
        private volatile String why;

        private Ending(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public void ready(HostPort at) {
            // Clients serve nobody.
        }

        @Override
        public void fatal(int exitStatus, String reason) {
            why = reason;
            over.countDown();
        }

        @Override
        public void stopped() {
            over.countDown();
        }
    }
}
