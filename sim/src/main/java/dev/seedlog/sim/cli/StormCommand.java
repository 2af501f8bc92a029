package dev.seedlog.sim.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.cli.BuildVersion;
import dev.seedlog.cli.ExitStatus;
import dev.seedlog.cli.NodeJvm;
import dev.seedlog.sim.live.LiveRun;
import dev.seedlog.sim.storm.Storm;
import dev.seedlog.sim.storm.StormCluster;
import dev.seedlog.sim.storm.StormFault;
import dev.seedlog.sim.storm.StormPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Torments a real cluster of local processes, and judges what the simulator's clients saw of it. */
@Command(name = "storm", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Starts a cluster of local processes with a proxy in front of each, has the clients that the",
            "simulator runs work on it, and torments it meanwhile: processes are killed, stopped and made to stand",
            "still, connections are delayed, cut, reset and partitioned, a disk is full. Then everything is healed,",
            "all must be served again in bounded time, and what clients saw is judged.", "",
            "What happens to whom, when, and what clients do, is drawn from the seed. What comes of it is not: these",
            "are real processes, and an equal seed will not give an equal run.", ""},
        footer = {"", "Exit status: 0 all is fine, 1 a property was violated, 2 usage, 3 not everything was served",
            "again in time, 5 the storm itself failed."})
final class StormCommand implements Callable<Integer> {

    private static final int REPLICAS = 3;
    private static final long LEAST_DISK_BYTES = 256L << 20;
    private static final long DISK_BYTES_PER_SECOND = 1L << 19;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-n", "--nodes"}, paramLabel = "N", defaultValue = "3",
            description = "How many nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--for", paramLabel = "TIME", defaultValue = "2m",
            description = "How long clients work, such as 30s or 1h (default: ${DEFAULT-VALUE}).")
    private String duration;

    @Option(names = "--seed", paramLabel = "N", description = "What happens is drawn from it (default: another one "
            + "each time).")
    private String seed;

    @Option(names = "--history", paramLabel = "FILE", description = "Writes what clients did and saw, and the faults.")
    private Path historyFile;

    @Option(names = {"-d", "--dir"}, paramLabel = "DIR",
            description = {"Where the nodes' configurations, data and logs are kept; it must be new or empty (default:",
                "a temporary one, which goes if all is fine)."})
    private Path folder;

    @Option(names = "--without", paramLabel = "FAULT", split = ",",
            description = "Leaves kinds of faults out; repeatable.")
    private List<String> withoutIds = List.of();

    @Option(names = {"-o", "--override"}, paramLabel = "KEY=VALUE", arity = "1",
            description = "Sets one configuration of all nodes; may be given several times.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SeedChoice choice;
        Set<StormFault> kinds;
        try {
            choice = SeedChoice.of(seed, null, duration);
            kinds = kinds();
            if (nodes < 1) {
                throw new IllegalArgumentException("--nodes " + nodes + ": it must be at least 1");
            }
            AgronaAccess.verify();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        boolean temporary = folder == null;
        if (temporary) {
            folder = Files.createTempDirectory("seedlog-storm-");
        } else if (Files.isDirectory(folder) && !isEmpty(folder)) {
            throw new ParameterException(spec.commandLine(), "--dir " + folder + ": it is not empty");
        }
        int status;
        try {
            status = run(choice, kinds);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.problems()));
        }
        if (temporary && status == ExitStatus.OK) {
            delete(folder);
        } else {
            spec.commandLine().getOut().println("the nodes' logs and data are in " + folder);
        }
        spec.commandLine().getOut().flush();
        return status;
    }

    private Set<StormFault> kinds() {
        Set<StormFault> kinds = EnumSet.allOf(StormFault.class);
        for (String id : withoutIds) {
            if (!kinds.removeIf(kind -> kind.id().equals(id))
                    && Stream.of(StormFault.values()).noneMatch(kind -> kind.id().equals(id))) {
                throw new IllegalArgumentException("--without: there is no fault '" + id + "'; there are: "
                        + String.join(", ", Stream.of(StormFault.values()).map(StormFault::id).toList()));
            }
        }
        return kinds;
    }

    private int run(SeedChoice choice, Set<StormFault> kinds) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long nanos = choice.limit().toNanos();
        StormPlan settings = StormPlan.draw(choice.first(), nodes, nanos, kinds, nodes);
        List<String> all = new ArrayList<>();
        settings.settings().forEach((key, value) -> all.add(key + "=" + value));
        all.addAll(overrides);
        out.println("seed " + choice.first() + ", " + nodes + " nodes with " + String.join(" ", all));
        out.flush();
        try (StormCluster cluster = new StormCluster(nodes, folder, jvm(), all)) {
            Thread interrupted = new Thread(cluster::close, "interrupted");
            Runtime.getRuntime().addShutdownHook(interrupted);
            StormPlan plan = withDisk(cluster, choice, kinds, settings);
            cluster.start();
            Storm storm = new Storm(cluster, plan);
            int status = new LiveClients(spec, historyFile).run(new LiveRun.Plan(cluster.bootstrap(), choice.first(),
                    nanos, Math.toIntExact(choice.limit().toSeconds() * LiveClients.BATCHES_PER_SECOND), "storm-",
                    Math.min(nodes, REPLICAS)), storm);
            tell(storm, kinds);
            status = status == ExitStatus.OK ? stop(cluster) : status;
            cluster.close();
            Runtime.getRuntime().removeShutdownHook(interrupted);
            return status;
        }
    }

    /** A full disk needs one that nobody else uses. */
    private StormPlan withDisk(StormCluster cluster, SeedChoice choice, Set<StormFault> kinds, StormPlan plan) {
        if (kinds.contains(StormFault.FULL_DISK)) {
            try {
                cluster.giveSmallDisk(nodes, Math.max(LEAST_DISK_BYTES,
                        choice.limit().toSeconds() * DISK_BYTES_PER_SECOND));
            } catch (IOException e) {
                kinds.remove(StormFault.FULL_DISK);
                spec.commandLine().getOut().println("full-disk is left out: no tmpfs can be mounted here ("
                        + e.getMessage() + ")");
                return StormPlan.draw(choice.first(), nodes, choice.limit().toNanos(), kinds, nodes);
            }
        }
        return plan;
    }

    private void tell(Storm storm, Set<StormFault> kinds) {
        List<String> parts = new ArrayList<>();
        for (StormFault kind : StormFault.values()) {
            parts.add(kind.id() + (kinds.contains(kind) ? " " + storm.hits().getOrDefault(kind, 0) : " left out"));
        }
        spec.commandLine().getOut().println("faults: " + String.join(", ", parts));
    }

    private int stop(StormCluster cluster) {
        List<String> bad = cluster.stopAll();
        bad.forEach(spec.commandLine().getOut()::println);
        return bad.isEmpty() ? ExitStatus.OK : ExitStatus.VIOLATION;
    }

    /** The launcher says how nodes are run; in a test they are run as this process is. */
    private static NodeJvm jvm() {
        String classPath = System.getProperty("seedlog.node.classpath");
        return classPath == null ? NodeJvm.ofThisProcess()
                : new NodeJvm(List.of(System.getProperty("seedlog.node.options").strip().split(" +")), classPath);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> entries = Files.walk(directory)) {
            entries.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
