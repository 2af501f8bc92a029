package dev.seedlog.client;

/**
 * How a member behaves in its group.
 *
 * @param groupId the group
 * @param instanceId by which a static member is known ({@code group.instance.id}); null for none
 * @param sessionTimeoutMs after which silence the coordinator takes the member for dead
 * @param rebalanceTimeoutMs how long a member may take to join again ({@code max.poll.interval.ms})
 * @param heartbeatIntervalMs how often it says that it lives
 * @param protocol how partitions are divided
 * @param fromEarliest where it begins in a partition of which nothing is committed ({@code auto.offset.reset})
 * @param autoCommitIntervalMs how often positions are committed, and before each rebalance too; 0 for never
 */
public record GroupSettings(String groupId, String instanceId, int sessionTimeoutMs, int rebalanceTimeoutMs,
                            int heartbeatIntervalMs, GroupProtocol protocol, boolean fromEarliest,
                            int autoCommitIntervalMs) {
}
