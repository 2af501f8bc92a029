package dev.seedlog.cli;

import dev.seedlog.base.AgronaAccess;
import dev.seedlog.base.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a cluster of processes on this machine, in the foreground. */
@Command(name = "cluster", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, sortOptions = false,
        description = {"Runs a cluster of local processes until it is told to stop (SIGTERM, Ctrl-C).", "",
            "Each node is broker and controller. Its configuration, data and log are in DIR/node-N; started again with",
            "the same DIR, the cluster goes on with its data. A line says when a node is ready or ends. Topics have",
            "three replicas unless they say otherwise, and acks=all wants two of them; with fewer nodes, all and one.",
            ""},
        footer = {"", "Exit status: 0 stopped as told, 2 usage or configuration, 5 every node has ended by itself."})
public final class ClusterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-n", "--nodes"}, paramLabel = "N", defaultValue = "3",
            description = "How many nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = {"-p", "--base-port"}, paramLabel = "PORT", defaultValue = "9092",
            description = {"Where clients of the first node connect; the other nodes' ports follow, and those of the",
                "controllers are 1000 above (default: ${DEFAULT-VALUE})."})
    private int basePort;

    @Option(names = {"-d", "--dir"}, paramLabel = "DIR", defaultValue = "data/cluster",
            description = "Where all of it is kept (default: ${DEFAULT-VALUE}). It is created if it does not exist.")
    private Path folder;

    @Option(names = {"-o", "--override"}, paramLabel = "KEY=VALUE", arity = "1",
            description = "Sets one configuration of all nodes; may be given several times.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            AgronaAccess.verify();
            LocalCluster cluster = new LocalCluster(new LocalCluster.Ports(nodes, basePort, 0), folder,
                    NodeJvm.ofThisProcess(), overrides, new Lines());
            Thread stop = new Thread(cluster::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            cluster.start();
            cluster.await();
            return ExitStatus.FAILURE;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
            return ExitStatus.USAGE;
        } catch (IOException | IllegalStateException e) {
            err.println(spec.qualifiedName() + ": " + e.getMessage());
            return e instanceof IOException ? ExitStatus.FAILURE : ExitStatus.USAGE;
        }
    }

    /** Says what becomes of each node. */
    private final class Lines implements LocalCluster.Listener {
        @Override
        public void ready(int node, String address, long pid) {
            say("node " + node + " is ready at " + address + " (pid " + pid + ")");
        }

        @Override
        public void ended(int node, int status) {
            say("node " + node + " ended with status " + status + "; its log is "
                    + folder.resolve("node-" + node).resolve("node.log"));
        }

        private synchronized void say(String line) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(line);
            out.flush();
        }
    }
}
