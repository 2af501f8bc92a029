package dev.seedlog.sim.workload;

import dev.seedlog.base.HostPort;
import dev.seedlog.client.ClientSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator of the cluster does.
 *
 * @param client how it behaves as a client
 * @param meanPauseNanos how long it pauses between actions, on average
 * @param actions of which it draws the next one
 * @param shape what there is
 */
public record ClusterPlan(ClientSettings client, long meanPauseNanos, List<ClusterAction> actions, Shape shape) {

    /**
     * The nodes.
     *
     * @param brokers that may have replicas
     * @param leastReplicas how many a partition has at least: below min.insync.replicas nobody could write
     * @param replicas how many it has in the end
     * @param controllers where those are that may vote; none if the voters are fixed
     * @param leastVoters how many are left at least: two removals may be under way at a time
     */
    public record Shape(List<Integer> brokers, int leastReplicas, int replicas, Map<Integer, HostPort> controllers,
                        int leastVoters) {

        /** Copies the collections. */
        public Shape {
            brokers = List.copyOf(brokers);
            controllers = new TreeMap<>(controllers);
        }
    }

    /** Copies the list. */
    public ClusterPlan {
        actions = List.copyOf(actions);
    }
}
