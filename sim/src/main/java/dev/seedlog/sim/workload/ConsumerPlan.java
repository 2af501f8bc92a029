package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetcherSettings;
import java.util.List;

/**
 * What a consumer does that assigns itself partitions.
 *
 * @param client how it behaves as a client
 * @param settings how it fetches
 * @param topics of which topics it reads partitions
 * @param partitionPermille how likely it reads a partition, in thousandths
 * @param fromEarliest where it begins
 * @param meanSeekNanos how often it goes elsewhere or changes its partitions, on average; 0 for never
 */
public record ConsumerPlan(ClientSettings client, FetcherSettings settings, List<String> topics,
                           int partitionPermille, boolean fromEarliest, long meanSeekNanos) {

    /** Copies the list. */
    public ConsumerPlan {
        topics = List.copyOf(topics);
    }
}
