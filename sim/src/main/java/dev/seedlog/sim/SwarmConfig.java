package dev.seedlog.sim;

import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.sim.workload.WorkloadPlan;
import dev.seedlog.simworld.SimOptions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a seed draws before its run begins (swarm testing: each seed leaves some things out, so that others show).
 *
 * @param world what the world is like
 * @param topology which nodes are under test
 * @param node settings of the nodes, beside those that they need in any case
 * @param work what clients do
 * @param faults what goes wrong
 * @param faultNanos how long, from the beginning
 * @param features what the cluster begins with
 */
public record SwarmConfig(SimOptions world, Topology topology, Map<String, String> node, WorkloadPlan work,
                          FaultMix faults, long faultNanos, ClusterFeatures features) {

    /** The setting by which an acknowledgement implies a force. */
    public static final String FORCED_ACKS = "seedlog.fsync.acks";

    /** The setting that says how many shards each node has. */
    public static final String SHARDS = "seedlog.shards";

    /** Copies the settings. */
    public SwarmConfig {
        node = new TreeMap<>(node);
    }

    /** This, with other work. */
    SwarmConfig withWork(WorkloadPlan other) {
        return new SwarmConfig(world, topology, node, other, faults, faultNanos, features);
    }

    /** This, with some kinds of faults left out. */
    SwarmConfig without(Set<FaultKind> kinds) {
        SimOptions.NetworkOptions links = world.network();
        SimOptions rest = world.withNetwork(new SimOptions.NetworkOptions(links.minLatencyNanos(),
                links.maxLatencyNanos(), kinds.contains(FaultKind.SLOW_PERIODS) ? 0 : links.slowLinkPermille(),
                kinds.contains(FaultKind.CHUNKS) ? 0 : links.chunkedPermille(), links.bytesPerMilli(),
                links.windowBytes(), links.queueLimitBytes()));
        if (kinds.contains(FaultKind.RARE_PATHS)) {
            rest = rest.withBuggify(0);
        }
        return new SwarmConfig(rest, topology, node, work, faults.without(kinds), faultNanos, features);
    }

    /** This, with other features to begin with. */
    SwarmConfig beginningWith(ClusterFeatures others) {
        return new SwarmConfig(world, topology, node, work, faults, faultNanos, others);
    }

    /** Whether a node has to be formatted before it is started; if features are drawn, each that may be first. */
    boolean wantsFormat(Topology.Member member) {
        return topology.wantsFormat(member) || !topology.changingVoters() && member.is(ProcessRole.CONTROLLER)
                && !features.equals(ClusterFeatures.LATEST);
    }

    /** Whether a power cut may take what was acknowledged: then a prefix of each log is what is promised. */
    public boolean lossy() {
        return !Boolean.parseBoolean(node.get(FORCED_ACKS));
    }

    /** Whether faults together may take what was acknowledged, though each by itself may not. */
    public boolean breakable() {
        return lossy() || faults.mean(FaultKind.LOST_DISK) > 0 && topology.replicas() > 1;
    }
}
