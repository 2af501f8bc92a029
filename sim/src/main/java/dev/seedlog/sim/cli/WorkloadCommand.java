package dev.seedlog.sim.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.base.HostPort;
import dev.seedlog.cli.BuildVersion;
import dev.seedlog.sim.live.LiveRun;
import dev.seedlog.sim.live.Troubles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
                    Math.toIntExact(seconds * LiveClients.BATCHES_PER_SECOND),
                    "workload-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-", 1);
            AgronaAccess.verify();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        spec.commandLine().getOut().println("seed " + plan.seed() + ", topics " + plan.prefix() + "*");
        spec.commandLine().getOut().flush();
        return new LiveClients(spec, historyFile).run(plan, Troubles.NONE);
    }

    private List<HostPort> brokers() {
        List<HostPort> brokers = new ArrayList<>();
        for (String each : bootstrap.split(MANY_HOSTS)) {
            brokers.add(HostPort.parse(each.strip()));
        }
        return brokers;
    }
}
