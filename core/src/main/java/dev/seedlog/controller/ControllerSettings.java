package dev.seedlog.controller;

/**
 * The controller's own settings.
 *
 * @param clusterId the cluster that brokers must belong to
 * @param defaultPartitions {@code num.partitions}
 * @param defaultReplicationFactor {@code default.replication.factor}
 * @param minInSyncReplicas {@code min.insync.replicas} of this node, for a new cluster
 * @param deleteTopicEnable {@code delete.topic.enable}
 * @param sessionTimeoutNanos {@code broker.session.timeout.ms}
 * @param rebalanceIntervalNanos how often preferred leaders are elected again, 0 for never
 *     ({@code leader.imbalance.check.interval.seconds}, {@code auto.leader.rebalance.enable})
 */
public record ControllerSettings(String clusterId, int defaultPartitions, short defaultReplicationFactor,
                                 int minInSyncReplicas, boolean deleteTopicEnable, long sessionTimeoutNanos,
                                 long rebalanceIntervalNanos) {
}
