package dev.seedlog.cli;

import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigException;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.base.config.PropertiesParser;
import dev.seedlog.broker.FormatProgram;
import dev.seedlog.record.CodecInstances;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of processes on this machine. Each node is broker and voter, and has a folder with its configuration, its
 * data and its log, so that it can be started by hand as well.
 */
public final class LocalCluster implements AutoCloseable {

    /** Hears what becomes of the nodes, from any thread. */
    public interface Listener {

        /** A node serves clients. */
        void ready(int node, String address, long pid);

        /** A node's process has ended. */
        void ended(int node, int status);
    }

    /** How far the controllers' ports are from those of clients. */
    static final int CONTROLLER_PORT_OFFSET = 1_000;
    private static final int MOST_REPLICAS = 3;
    private static final String HOST = "localhost:";
    private static final String READY = "ready ";
    private static final long STOP_SECONDS = 60;
    private static final int MOST_NODES = 100;
    private static final int LARGEST_PORT = 65_535;

    private final Ports ports;
    private final Path folder;
    private final NodeJvm jvm;
    private final List<String> overrides;
    private final Listener listener;
    private final Map<Integer, Process> processes = new TreeMap<>();

    /**
     * Where the nodes listen, and where they are found.
     *
     * @param nodes how many there are; they are numbered from 1
     * @param base the port of the first node's clients; the others' follow
     * @param detour how far above its own port each one is found, if something is in between; else 0
     */
    public record Ports(int nodes, int base, int detour) {

        /**
         * Checks that they make a cluster.
         *
         * @throws ConfigException if the numbers do not
         */
        public Ports {
            if (nodes < 1 || nodes > MOST_NODES) {
                throw new ConfigException("--nodes " + nodes + ": it must be between 1 and " + MOST_NODES);
            }
            if (base < 1 || base + CONTROLLER_PORT_OFFSET + detour + nodes > LARGEST_PORT) {
                throw new ConfigException("--base-port " + base + ": it must be at least 1, and leave room for those of"
                        + " the controllers, " + CONTROLLER_PORT_OFFSET + " above");
            }
        }

        /** Where a node listens to clients and brokers. */
        public int broker(int node) {
            return base + node - 1;
        }

        /** Where a node listens to voters, and to brokers that want the controller. */
        public int controller(int node) {
            return broker(node) + CONTROLLER_PORT_OFFSET;
        }

        private String listeners(int node, int further) {
            return "PLAINTEXT://" + HOST + (broker(node) + further) + ",CONTROLLER://" + HOST
                    + (controller(node) + further);
        }

        private String voters() {
            List<String> voters = new ArrayList<>();
            for (int voter = 1; voter <= nodes; voter++) {
                voters.add(voter + "@" + HOST + (controller(voter) + detour));
            }
            return String.join(",", voters);
        }
    }

    /**
     * A cluster that is not started.
     *
     * @param overrides further configuration of all nodes, KEY=VALUE
     */
    public LocalCluster(Ports ports, Path folder, NodeJvm jvm, List<String> overrides, Listener listener) {
        this.ports = ports;
        this.folder = folder.toAbsolutePath();
        this.jvm = jvm;
        this.overrides = List.copyOf(overrides);
        this.listener = listener;
    }

    /** Where a node's clients connect. */
    public String address(int node) {
        return HOST + (ports.broker(node) + ports.detour());
    }

    /** What a node has: its configuration, its log (node.log), and in data/ its data. */
    public Path folder(int node) {
        return folder.resolve("node-" + node);
    }

    /**
     * Formats what is new, and starts all nodes.
     *
     * @throws ConfigException if a node's configuration is wrong, or its data is of another cluster
     * @throws IOException if a folder cannot be written, or a process not be started
     */
    public void start() throws IOException {
        List<NodeConfig> configs = new ArrayList<>();
        for (int node = 1; node <= ports.nodes(); node++) {
            configs.add(prepare(node));
        }
        String clusterId = Formatter.clusterIdOf(configs);
        for (NodeConfig config : configs) {
            Formatter.format(config, new FormatProgram(config, CodecInstances.fastest(),
                    new FormatProgram.FormatOptions(clusterId, false, true)));
        }
        for (int node = 1; node <= ports.nodes(); node++) {
            start(node);
        }
    }

    private NodeConfig prepare(int node) throws IOException {
        Path data = folder(node).resolve("data");
        Files.createDirectories(data);
        // One node may fail, and what was acknowledged is still there twice.
        int replicas = Math.min(ports.nodes(), MOST_REPLICAS);
        List<String> lines = new ArrayList<>(List.of(
                "# Written by 'seedlog' at each start of a local cluster.",
                "node.id=" + node,
                "process.roles=broker,controller",
                "listeners=" + ports.listeners(node, 0),
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=" + ports.voters(),
                "default.replication.factor=" + replicas,
                "offsets.topic.replication.factor=" + replicas,
                "min.insync.replicas=" + (replicas > 2 ? 2 : 1),
                "log.dirs=" + data));
        if (ports.detour() > 0) {
            lines.add("advertised.listeners=" + ports.listeners(node, ports.detour()));
        }
        lines.addAll(overrides);
        Path file = folder(node).resolve("server.properties");
        Files.write(file, lines);
        return NodeConfig.of(Config.of(PropertiesParser.parse(Files.readString(file), file.toString())));
    }

    /**
     * Starts a node that does not run, with the configuration that it has.
     *
     * @throws IOException if the process cannot be started
     */
    public synchronized void start(int node) throws IOException {
        List<String> command = jvm.command(StartMain.class, "start", "--config",
                folder(node).resolve("server.properties").toString());
        Process process = new ProcessBuilder(command).redirectError(
                ProcessBuilder.Redirect.appendTo(folder(node).resolve("node.log").toFile())).start();
        processes.put(node, process);
        Thread follower = new Thread(() -> follow(node, process), "node-" + node);
        follower.setDaemon(true);
        follower.start();
    }

    /** The process that was started last for a node. */
    public synchronized ProcessHandle process(int node) {
        return processes.get(node).toHandle();
    }

    /** Ends a node's process, if one was started and has not ended. */
    public synchronized void kill(int node) {
        if (processes.containsKey(node)) {
            processes.get(node).toHandle().destroyForcibly();
        }
    }

    private synchronized List<Process> processes() {
        return List.copyOf(processes.values());
    }

    private void follow(int node, Process process) {
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    listener.ready(node, line.substring(READY.length()), process.pid());
                }
            }
            listener.ended(node, process.waitFor());
        } catch (IOException | InterruptedException e) {
            listener.ended(node, ExitStatus.FAILURE);
        }
    }

    /** Waits until all processes have ended. */
    public void await() throws InterruptedException {
        for (Process process : processes()) {
            process.waitFor();
        }
    }

    /** Stops all that run: cleanly, unless that takes too long. */
    @Override
    public void close() {
        // By its handle: the process's own way closes the stream that tells how it ends.
        processes().forEach(process -> process.toHandle().destroy());
        for (Process process : processes()) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
