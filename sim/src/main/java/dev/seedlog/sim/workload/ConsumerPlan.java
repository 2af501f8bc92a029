package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetcherSettings;

/**
 * What a consumer does.
 *
 * @param client how it behaves as a client
 * @param settings how it fetches
 * @param partitionPermille how likely it reads a partition, in thousandths
 * @param fromEarliest where it begins
 */
public record ConsumerPlan(ClientSettings client, FetcherSettings settings, int partitionPermille,
                           boolean fromEarliest) {
}
