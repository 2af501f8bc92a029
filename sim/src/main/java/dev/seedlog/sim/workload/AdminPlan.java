package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import java.util.List;

/**
 * What an administrator does.
 *
 * @param client how it behaves as a client
 * @param meanPauseNanos how long it pauses between actions, on average
 * @param actions of which it draws the next one
 */
public record AdminPlan(ClientSettings client, long meanPauseNanos, List<AdminAction> actions) {

    /** Copies the list. */
    public AdminPlan {
        actions = List.copyOf(actions);
    }
}
