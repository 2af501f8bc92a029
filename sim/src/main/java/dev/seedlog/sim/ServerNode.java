package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.simworld.DiskLosses;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The node under test: how it is started, and started again. */
final class ServerNode {

    static final String DATA = "/data";
    private static final String HOST = "broker";
    private static final int PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final long SECTOR_BYTES = 512;

    private final SimNode node;
    private final NodeFactory factory;
    private final Map<String, String> settings;
    private final Totals totals;

    ServerNode(SimWorld world, NodeFactory factory, Map<String, String> drawn, Totals totals) {
        this.factory = factory;
        this.totals = totals;
        this.settings = new TreeMap<>(drawn);
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + PORT + ",CONTROLLER://" + HOST + ":"
                + CONTROLLER_PORT);
        settings.put("log.dirs", DATA);
        settings.put("seedlog.shards", "1");
        node = world.node(HOST);
        node.disk().provide(DATA);
    }

    static HostPort address() {
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
            node.start(1, factory.create(settings));
        }
    }

    /** What is wrong if it has ended by itself; null if nothing is. */
    Violation gaveUp(long nanos) {
        if (node.running() || node.fatalReason() == null) {
            return null;
        }
        return new Violation("node-exit", "the node gave up with status " + node.exitStatus() + ": "
                + node.fatalReason(), nanos, List.of("its start number " + node.incarnation()));
    }

    /** How much power cuts took that was not forced: bytes of ends, and sectors. */
    long unsyncedBytesLost() {
        DiskLosses losses = node.disk().losses();
        return losses.bytesCutAway() + SECTOR_BYTES * (losses.sectorsDropped() + losses.sectorsTorn());
    }

    /** How many segments a partition's log has behind its first. */
    int rolls(TopicPartition partition) {
        if (!node.disk().names(DATA, true).contains(partition.toString())) {
            return 0;
        }
        int segments = 0;
        for (String name : node.disk().names(DATA + "/" + partition, false)) {
            segments += name.endsWith(".log") ? 1 : 0;
        }
        return Math.max(0, segments - 1);
    }
}
