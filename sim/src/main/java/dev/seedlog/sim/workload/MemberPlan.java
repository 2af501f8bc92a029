package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.GroupSettings;
import java.util.List;

/**
 * What a member of a group does.
 *
 * @param client how it behaves as a client
 * @param settings how it fetches
 * @param group how it behaves in its group
 * @param topics what it subscribes to
 * @param meanLifeNanos after how long it leaves or crashes, on average; 0 for never
 * @param meanCommitNanos how often it commits of itself, on average; 0 for never
 */
public record MemberPlan(ClientSettings client, FetcherSettings settings, GroupSettings group, List<String> topics,
                         long meanLifeNanos, long meanCommitNanos) {

    /** Copies the list. */
    public MemberPlan {
        topics = List.copyOf(topics);
    }
}
