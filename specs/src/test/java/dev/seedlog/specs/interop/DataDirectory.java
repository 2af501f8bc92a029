package dev.seedlog.specs.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A data directory that Apache Kafka and Seedlog take turns with, each as a process of its own. */
final class DataDirectory {

    /** Every feature whose level must be named, so that Kafka finalizes no more than Seedlog has. */
    static final List<String> SUPPORTED_FEATURES = List.of("--feature", "transaction.version=0", "--feature",
            "group.version=0", "--feature", "share.version=0", "--feature", "streams.version=0");
    static final String CLUSTER_ID = "5L6g3nShT-eMCtK--X86sw";

    private final Path folder;
    private final NodePorts ports = NodePorts.free();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private int starts;

    DataDirectory(Path folder) {
        this.folder = folder;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("listeners", ports.listeners());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", path().toString());
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Kafka answers DeleteRecords before it is durable, and a kill would undo it.
        settings.put("log.flush.start.offset.checkpoint.interval.ms", "200");
        dynamicVoters();
    }

    /** The node finds itself by its address; who votes is in the metadata. */
    DataDirectory dynamicVoters() {
        settings.remove("controller.quorum.voters");
        settings.put("controller.quorum.bootstrap.servers", "localhost:" + ports.controller());
        return this;
    }

    /** Who votes is in the configuration. */
    DataDirectory staticVoters() {
        settings.remove("controller.quorum.bootstrap.servers");
        settings.put("controller.quorum.voters", "1@localhost:" + ports.controller());
        return this;
    }

    /** Another setting of whichever node is started next. */
    DataDirectory set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** A setting is the default again for whichever node is started next. */
    DataDirectory unset(String key) {
        settings.remove(key);
        return this;
    }

    Path path() {
        return folder.resolve("data");
    }

    String bootstrap() {
        return ports.bootstrap();
    }

    NodePorts ports() {
        return ports;
    }

    /** Kafka's format step. */
    void formatByKafka(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("format", "--cluster-id", CLUSTER_ID, "--config",
                configFile().toString()));
        arguments.addAll(options);
        try (ForkedJvm tool = ForkedJvm.start(output("format"), Map.of(), "kafka.tools.StorageTool", arguments)) {
            if (tool.awaitStatus() != 0) {
                throw new AssertionError(tool.output());
            }
        }
    }

    /** Apache Kafka on this directory, when it serves. */
    ForkedJvm startKafka() {
        ForkedJvm kafka = ForkedJvm.start(output("kafka"), Map.of(), "kafka.Kafka", List.of(configFile().toString()));
        kafka.awaitLine("Kafka Server started");
        return kafka;
    }

    /** Seedlog on this directory, when it serves. */
    ForkedJvm startSeedlog() {
        ForkedJvm seedlog = runSeedlog();
        seedlog.awaitLine("ready ");
        return seedlog;
    }

    /** Seedlog on this directory; it may refuse. */
    ForkedJvm runSeedlog() {
        return ForkedJvm.start(output("seedlog"), Map.of(), "dev.seedlog.cli.StartMain",
                List.of("start", "--config", configFile().toString()));
    }

    /** Waits until a file of it, at its top, has this line. */
    void awaitLine(String file, String line) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.notExists(path().resolve(file)) || !Files.readAllLines(path().resolve(file)).contains(line)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no '" + line + "' in " + file);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** How many snapshots of the metadata it has. */
    long snapshots() {
        return contents().keySet().stream().filter(file -> file.startsWith("__cluster_metadata-0/")
                && file.endsWith(".checkpoint")).count();
    }

    /** What is in it: the bytes of each file, by path. */
    Map<String, List<Byte>> contents() {
        Map<String, List<Byte>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte each : Files.readAllBytes(file)) {
                    bytes.add(each);
                }
                contents.put(path().relativize(file).toString(), bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    private Path configFile() {
        try {
            Files.createDirectories(path());
            List<String> lines = settings.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                    .toList();
            return Files.write(folder.resolve("server.properties"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output(String who) {
        return folder.resolve(starts++ + "-" + who + ".out");
    }
}
