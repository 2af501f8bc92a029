package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.simworld.DiskLosses;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A node under test: how it is started, and started again. */
public final class ServerNode {

    /** Where its log directories are if a seed draws nothing else. */
    static final String DATA = "/data";
    /** The setting that names them. */
    static final String LOG_DIRS = "log.dirs";
    private static final String GROUPS = "__consumer_offsets";
    private static final long SECTOR_BYTES = 512;

    private final Topology.Member member;
    private final SimNode node;
    private final NodeFactory factory;
    private final QuorumObserver observer;
    private final Map<String, String> settings;
    private final Totals totals;
    private final List<String> directories;
    private final ClusterFeatures features;
    private final int shards;
    private final Topology topology;
    private BooleanSupplier mayMove = () -> false;
    private int controllerPort = Topology.controllerPort();

    ServerNode(SimWorld world, NodeFactory factory, SwarmConfig config, Topology.Member member, QuorumObserver observer,
               Totals totals) {
        this.factory = factory;
        this.observer = observer;
        this.member = member;
        this.totals = totals;
        this.features = config.features();
        this.settings = new TreeMap<>(config.node());
        topology = config.topology();
        settings.putAll(topology.settings(member, controllerPort));
        settings.putIfAbsent(LOG_DIRS, DATA);
        shards = Integer.parseInt(settings.getOrDefault(SwarmConfig.SHARDS, "1"));
        node = world.node(config.topology().host(member));
        directories = List.of(settings.get(LOG_DIRS).split(","));
        directories.forEach(node.disk()::provide);
    }

    /** Where clients find it. */
    public HostPort address() {
        return new HostPort(node.host(), Topology.clientPort());
    }

    /** Its number. */
    public int id() {
        return member.id();
    }

    /** Whether clients find it. */
    public boolean isBroker() {
        return member.is(ProcessRole.BROKER);
    }

    /** Whether it has a part in the metadata quorum. */
    public boolean isController() {
        return member.is(ProcessRole.CONTROLLER);
    }

    /** Where other controllers find it. */
    public HostPort controllerAddress() {
        return new HostPort(node.host(), controllerPort);
    }

    /** Its controller may move as soon as there are enough others. */
    void mayMove(BooleanSupplier enoughOthers) {
        mayMove = enoughOthers;
    }

    /** From its next start on its controller listens at another port. */
    public void moveController() {
        controllerPort = Topology.otherControllerPort(controllerPort);
        settings.putAll(topology.settings(member, controllerPort));
    }

    /** Formats its directories. */
    void format() {
        node.start(1, factory.format(settings, features));
    }

    /** Its process, on its machine. */
    public SimNode node() {
        return node;
    }

    /** Starts it if it does not run. */
    public void start() {
        if (!node.running()) {
            if (node.incarnation() > 0) {
                totals.add(Totals.Count.RESTARTS, 1);
                if (topology.movingController() == id() && mayMove.getAsBoolean()) {
                    moveController();
                }
            }
            node.start(shards, factory.create(settings, observer));
        }
    }

    /** Its log directories. */
    List<String> directories() {
        return directories;
    }

    /** Whether group coordinators write a partition. */
    static boolean isOfGroups(TopicPartition partition) {
        return partition.topic().equals(GROUPS);
    }

    /** The partitions of group coordinators that it has. */
    List<TopicPartition> groupPartitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String directory : directories) {
            for (String name : node.disk().names(directory, true)) {
                if (name.startsWith(GROUPS + "-") && !name.contains(".")) {
                    partitions.add(new TopicPartition(GROUPS, Integer.parseInt(name.substring(GROUPS.length() + 1))));
                }
            }
        }
        return partitions;
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
