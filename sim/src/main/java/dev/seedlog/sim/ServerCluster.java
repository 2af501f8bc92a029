package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The nodes under test. */
final class ServerCluster {

    private final List<ServerNode> nodes = new ArrayList<>();

    ServerCluster(SimWorld world, NodeFactory factory, Map<String, String> drawn, Totals totals) {
        nodes.add(new ServerNode(world, factory, drawn, totals));
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
        return nodes.stream().map(ServerNode::address).toList();
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
