package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.check.QuorumWatch;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The nodes under test. */
final class ServerCluster {

    private static final long FORMAT_NANOS = 30_000_000_000L;

    private final List<ServerNode> nodes = new ArrayList<>();
    private final SimWorld world;
    private final QuorumWatch quorum;
    private final SwarmConfig config;

    ServerCluster(SimWorld world, NodeFactory factory, SwarmConfig config, QuorumWatch quorum,
                  Totals totals) {
        this.world = world;
        this.quorum = quorum;
        this.config = config;
        for (Topology.Member member : config.topology().members()) {
            nodes.add(new ServerNode(world, factory, config, member, quorum, totals));
        }
    }

    /** Sees what they do together. */
    QuorumWatch quorum() {
        return quorum;
    }

    /** The controller that moves may do so as soon as there are enough others that vote. */
    void mayMove(BooleanSupplier enoughVoters) {
        nodes.forEach(each -> each.mayMove(enoughVoters));
    }

    /** Formats those that need it, one after the other, before anything is started. */
    void format() {
        for (int i = 0; i < nodes.size(); i++) {
            ServerNode server = nodes.get(i);
            if (config.wantsFormat(config.topology().members().get(i))) {
                server.format();
                if (!world.runUntil(() -> !server.node().running(), FORMAT_NANOS)
                        || server.node().fatalReason() != null) {
                    throw new IllegalStateException(server.node().name() + " is not formatted: "
                            + server.node().fatalReason());
                }
            }
        }
    }

    List<ServerNode> nodes() {
        return nodes;
    }

    /** Their machines. */
    List<SimNode> machines() {
        return nodes.stream().map(ServerNode::node).toList();
    }

    /** Where clients find them. */
    List<HostPort> bootstrap() {
        return nodes.stream().filter(ServerNode::isBroker).map(ServerNode::address).toList();
    }

    /** Starts all that do not run. */
    void start() {
        nodes.forEach(ServerNode::start);
    }

    /** Whether all of them run. */
    boolean running() {
        return nodes.stream().allMatch(each -> each.node().running());
    }

    /** Whether a node of this name is one of them. */
    boolean has(String name) {
        return nodes.stream().anyMatch(each -> each.node().name().equals(name));
    }

    /** How much power cuts took that was not forced. */
    long unsyncedBytesLost() {
        return nodes.stream().mapToLong(ServerNode::unsyncedBytesLost).sum();
    }

    /** How many segments a partition's logs have behind their first. */
    int rolls(TopicPartition partition) {
        return nodes.stream().mapToInt(each -> each.rolls(partition)).sum();
    }
}
