package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.simworld.DiskLosses;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node under test: how it is started, and started again. */
final class ServerNode {

    /** Where its log directories are if a seed draws nothing else. */
    static final String DATA = "/data";
    /** The setting that names them. */
    static final String LOG_DIRS = "log.dirs";
    private static final String HOST = "broker";
    private static final int PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final long SECTOR_BYTES = 512;

    private final SimNode node;
    private final NodeFactory factory;
    private final Map<String, String> settings;
    private final Totals totals;
    private final List<String> directories;
    private final int shards;

    ServerNode(SimWorld world, NodeFactory factory, Map<String, String> drawn, Totals totals) {
        this.factory = factory;
        this.totals = totals;
        this.settings = new TreeMap<>(drawn);
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + PORT + ",CONTROLLER://" + HOST + ":"
                + CONTROLLER_PORT);
        settings.putIfAbsent(LOG_DIRS, DATA);
        shards = Integer.parseInt(drawn.getOrDefault(SwarmConfig.SHARDS, "1"));
        node = world.node(HOST);
        directories = List.of(settings.get(LOG_DIRS).split(","));
        directories.forEach(node.disk()::provide);
    }

    /** Where clients find it. */
    HostPort address() {
        return new HostPort(HOST, PORT);
    }

    SimNode node() {
        return node;
    }

    /** Starts it if it does not run. */
    void start() {
        if (!node.running()) {
            if (node.incarnation() > 0) {
                totals.add(Totals.Count.RESTARTS, 1);
            }
            node.start(shards, factory.create(settings));
        }
    }

    /** Its log directories. */
    List<String> directories() {
        return directories;
    }

    /** The directory of a partition's log; null if it has none. */
    String directoryOf(TopicPartition partition) {
        for (String directory : directories) {
            if (node.disk().names(directory, true).contains(partition.toString())) {
                return directory + "/" + partition;
            }
        }
        return null;
    }

    /** How much power cuts took that was not forced: bytes of ends, and sectors. */
    long unsyncedBytesLost() {
        DiskLosses losses = node.disk().losses();
        return losses.bytesCutAway() + SECTOR_BYTES * (losses.sectorsDropped() + losses.sectorsTorn());
    }

    /** How many segments a partition's log has behind its first. */
    int rolls(TopicPartition partition) {
        String directory = directoryOf(partition);
        if (directory == null) {
            return 0;
        }
        int segments = 0;
        for (String name : node.disk().names(directory, false)) {
            segments += name.endsWith(".log") ? 1 : 0;
        }
        return Math.max(0, segments - 1);
    }
}
