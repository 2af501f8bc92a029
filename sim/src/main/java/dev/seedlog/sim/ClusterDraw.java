package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.RandomSource;
import dev.seedlog.sim.workload.ClusterAction;
import dev.seedlog.sim.workload.ClusterPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws who operates the cluster of a seed, and how. */
final class ClusterDraw {

    private static final long MILLI = 1_000_000;
    private static final int OPERATED_PERCENT = 75;
    private static final int LEFT_OUT_PERCENT = 25;
    private static final int VOTERS_WHERE_ONE_MOVES = 4;

    private ClusterDraw() {
    }

    /** What the operator does; null if nobody operates these nodes. */
    static ClusterPlan draw(RandomSource random, Topology topology) {
        boolean operated = random.nextInt(100) < OPERATED_PERCENT;
        long meanPauseNanos = MILLI * List.of(300, 1_000, 3_000).get(random.nextInt(3));
        EnumSet<ClusterAction> possible = possible(topology);
        List<ClusterAction> drawn = new ArrayList<>();
        for (ClusterAction action : ClusterAction.values()) {
            // Each is drawn for all seeds, so that one more changes only those behind it.
            boolean wanted = random.nextInt(100) >= LEFT_OUT_PERCENT;
            if (wanted && possible.contains(action)) {
                drawn.add(action);
            }
        }
        ClientSettings client = new ClientSettings("operator", MILLI * List.of(1_000, 3_000, 10_000)
                .get(random.nextInt(3)), 20 * MILLI, 1_000 * MILLI, Map.of());
        return operated && !drawn.isEmpty() && !topology.isSole()
                ? new ClusterPlan(client, meanPauseNanos, drawn, shape(topology)) : null;
    }

    /** Nobody's records are safe while a partition of one replica moves and somebody wants the leader's word alone. */
    private static EnumSet<ClusterAction> possible(Topology topology) {
        EnumSet<ClusterAction> possible = EnumSet.of(ClusterAction.CHANGE_FEATURES);
        if (topology.replicas() > 1) {
            possible.addAll(EnumSet.range(ClusterAction.REASSIGN, ClusterAction.ELECT_PREFERRED));
        }
        if (topology.changingVoters()) {
            possible.add(ClusterAction.ADD_VOTER);
            possible.add(ClusterAction.REMOVE_VOTER);
        }
        return possible;
    }

    private static ClusterPlan.Shape shape(Topology topology) {
        List<Integer> brokers = new ArrayList<>();
        Map<Integer, HostPort> controllers = new TreeMap<>();
        for (Topology.Member member : topology.members()) {
            if (member.is(ProcessRole.BROKER)) {
                brokers.add(member.id());
            }
            if (member.is(ProcessRole.CONTROLLER)) {
                controllers.put(member.id(), new HostPort(topology.host(member), Topology.controllerPort()));
            }
        }
        int least = Integer.parseInt(topology.replication().getOrDefault("min.insync.replicas", "1"));
        return new ClusterPlan.Shape(brokers, least, topology.replicas(), controllers,
                topology.movingController() > 0 ? VOTERS_WHERE_ONE_MOVES : 1);
    }
}
