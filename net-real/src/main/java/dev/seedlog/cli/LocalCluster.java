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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of processes on this machine. Each node is broker and voter, and has a folder with its configuration, its
 * data and its log, so that it can be started by hand as well.
 */
final class LocalCluster implements AutoCloseable {

    /** Hears what becomes of the nodes, from any thread. */
    interface Listener {

        /** A node serves clients. */
        void ready(int node, String address, long pid);

        /** A node's process has ended. */
        void ended(int node, int status);
    }

    /** How far the controllers' ports are from those of clients. */
    static final int CONTROLLER_PORT_OFFSET = 1_000;
    private static final int MOST_REPLICAS = 3;
    private static final String READY = "ready ";
    private static final long STOP_SECONDS = 60;
    private static final int MOST_NODES = 100;
    private static final int LARGEST_PORT = 65_535;

    private final int nodes;
    private final int basePort;
    private final Path folder;
    private final List<String> overrides;
    private final Listener listener;
    private final List<Process> processes = new ArrayList<>();

    /**
     * A cluster that is not started.
     *
     * @param basePort the port of the first node's clients; the others follow
     * @param overrides further configuration of all nodes, KEY=VALUE
     * @throws ConfigException if the numbers make no cluster
     */
    LocalCluster(int nodes, int basePort, Path folder, List<String> overrides, Listener listener) {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new ConfigException("--nodes " + nodes + ": it must be between 1 and " + MOST_NODES);
        }
        if (basePort < 1 || basePort + CONTROLLER_PORT_OFFSET + nodes > LARGEST_PORT) {
            throw new ConfigException("--base-port " + basePort + ": it must be at least 1, and leave room for those of"
                    + " the controllers, " + CONTROLLER_PORT_OFFSET + " above");
        }
        this.nodes = nodes;
        this.basePort = basePort;
        this.folder = folder.toAbsolutePath();
        this.overrides = List.copyOf(overrides);
        this.listener = listener;
    }

    /** Where a node's clients connect. */
    String address(int node) {
        return "localhost:" + (basePort + node - 1);
    }

    private Path folder(int node) {
        return folder.resolve("node-" + node);
    }

    /**
     * Formats what is new, and starts all processes.
     *
     * @throws ConfigException if a node's configuration is wrong, or its data is of another cluster
     * @throws IOException if a folder cannot be written, or a process not be started
     */
    void start() throws IOException {
        List<NodeConfig> configs = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            configs.add(prepare(node));
        }
        String clusterId = Formatter.clusterIdOf(configs);
        for (NodeConfig config : configs) {
            Formatter.format(config, new FormatProgram(config, CodecInstances.fastest(),
                    new FormatProgram.FormatOptions(clusterId, false, true)));
        }
        for (int node = 1; node <= nodes; node++) {
            launch(node);
        }
    }

    private NodeConfig prepare(int node) throws IOException {
        Path data = folder(node).resolve("data");
        Files.createDirectories(data);
        List<String> voters = new ArrayList<>();
        for (int voter = 1; voter <= nodes; voter++) {
            voters.add(voter + "@localhost:" + (basePort + CONTROLLER_PORT_OFFSET + voter - 1));
        }
        // One node may fail, and what was acknowledged is still there twice.
        int replicas = Math.min(nodes, MOST_REPLICAS);
        List<String> lines = new ArrayList<>(List.of(
                "# Written by 'seedlog cluster' at each start.",
                "node.id=" + node,
                "process.roles=broker,controller",
                "listeners=PLAINTEXT://" + address(node) + ",CONTROLLER://localhost:"
                        + (basePort + CONTROLLER_PORT_OFFSET + node - 1),
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=" + String.join(",", voters),
                "default.replication.factor=" + replicas,
                "offsets.topic.replication.factor=" + replicas,
                "min.insync.replicas=" + (replicas > 2 ? 2 : 1),
                "log.dirs=" + data));
        lines.addAll(overrides);
        Path file = folder(node).resolve("server.properties");
        Files.write(file, lines);
        return NodeConfig.of(Config.of(PropertiesParser.parse(Files.readString(file), file.toString())));
    }

    /** The Java, its options and its classes are those of this process. */
    private void launch(int node) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartMain.class.getName(), "start",
                "--config", folder(node).resolve("server.properties").toString()));
        Process process = new ProcessBuilder(command).redirectError(
                ProcessBuilder.Redirect.appendTo(folder(node).resolve("node.log").toFile())).start();
        processes.add(process);
        Thread follower = new Thread(() -> follow(node, process), "node-" + node);
        follower.setDaemon(true);
        follower.start();
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
    void await() throws InterruptedException {
        for (Process process : processes) {
            process.waitFor();
        }
    }

    /** Stops all that run: cleanly, unless that takes too long. */
    @Override
    public void close() {
        // By its handle: the process's own way closes the stream that tells how it ends.
        processes.forEach(process -> process.toHandle().destroy());
        for (Process process : processes) {
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
