package dev.seedlog.specs.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.Config;
import dev.seedlog.base.config.ConfigEntry;
import dev.seedlog.base.config.NodeConfig;
import dev.seedlog.broker.BrokerProgram;
import dev.seedlog.broker.FormatProgram;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.real.NodeListener;
import dev.seedlog.real.RealNode;
import dev.seedlog.real.RealNodeOptions;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.specs.interop.NodePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Nodes of both roles on sockets and files, in this process, as one cluster. */
final class RealCluster implements AutoCloseable {

    private static final long PATIENCE_MS = 60_000;

    private final List<NodePorts> ports = new ArrayList<>();
    private final Map<Integer, RealNode> running = new LinkedHashMap<>();
    private final Path folder;
    private final Map<String, String> settings;

    /** A cluster that is formatted and runs; its data is below {@code folder}. */
    RealCluster(int nodes, Path folder, Map<String, String> settings) throws Exception {
        this.folder = folder;
        this.settings = settings;
        for (int i = 0; i < nodes; i++) {
            ports.add(NodePorts.free());
        }
        for (int id = 1; id <= nodes; id++) {
            Files.createDirectories(data(id));
            format(id);
        }
        List<CountDownLatch> ready = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            ready.add(launch(id));
        }
        for (CountDownLatch each : ready) {
            assertTrue(each.await(PATIENCE_MS, TimeUnit.MILLISECONDS), "the nodes are ready");
        }
    }

    private Path data(int id) {
        return folder.resolve("node-" + id);
    }

    private void format(int id) throws Exception {
        Ending ending = new Ending();
        NodeProgram program = new FormatProgram(config(id), CodecInstances.fastest(),
                new FormatProgram.FormatOptions("the-cluster", false, false));
        try (RealNode node = RealNode.start(RealNodeOptions.named("format-" + id), program, ending)) {
            assertTrue(node.awaitEnd(PATIENCE_MS), "it is formatted");
        }
        assertEquals(null, ending.reason);
    }

    private NodeConfig config(int id) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("node.id", String.valueOf(id));
        all.put("process.roles", "broker,controller");
        all.put("listeners", ports.get(id - 1).listeners());
        all.put("controller.listener.names", "CONTROLLER");
        List<String> voters = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            voters.add((i + 1) + "@localhost:" + ports.get(i).controller());
        }
        all.put("controller.quorum.voters", String.join(",", voters));
        all.put("log.dirs", data(id).toString());
        all.put("group.initial.rebalance.delay.ms", "0");
        all.putAll(settings);
        List<ConfigEntry> entries = new ArrayList<>();
        all.forEach((name, value) -> entries.add(new ConfigEntry(name, value, "test")));
        return NodeConfig.of(Config.of(entries));
    }

    private CountDownLatch launch(int id) {
        Ending ending = new Ending();
        running.put(id, RealNode.start(RealNodeOptions.named("cluster-node-" + id),
                new BrokerProgram(config(id), CodecInstances.fastest()), ending));
        return ending.ready;
    }

    /** Starts a node again and waits until it serves. */
    void start(int id) throws InterruptedException {
        assertTrue(launch(id).await(PATIENCE_MS, TimeUnit.MILLISECONDS), "node " + id + " is ready");
    }

    /** Ends a node without a word. */
    void kill(int id) {
        running.remove(id).close();
    }

    /** Stops a node cleanly. */
    void stop(int id) throws InterruptedException {
        RealNode node = running.remove(id);
        node.stop();
        assertTrue(node.awaitEnd(PATIENCE_MS), "node " + id + " stops");
    }

    /** Where clients begin: at all nodes. */
    String bootstrap() {
        return ports.stream().map(NodePorts::bootstrap).collect(Collectors.joining(","));
    }

    /** Where clients begin: at one node. */
    String bootstrap(int id) {
        return ports.get(id - 1).bootstrap();
    }

    @Override
    public void close() {
        running.values().forEach(RealNode::close);
    }

    /** What a node told about itself. */
    private static final class Ending implements NodeListener {
        private final CountDownLatch ready = new CountDownLatch(1);
        private volatile String reason;

        @Override
        public void ready(HostPort address) {
            ready.countDown();
        }

        @Override
        public void fatal(int status, String why) {
            reason = why;
        }

        @Override
        public void stopped() {
            // Whoever waits asks the node.
        }
    }
}
