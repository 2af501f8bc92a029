package dev.seedlog.raft;

/**
 * Who this replica is.
 *
 * @param clusterId the cluster's id
 * @param local its id and the id of its metadata directory; id -1 for an observer without one
 * @param endpoints where its controller listener is reached
 */
public record RaftIdentity(String clusterId, ReplicaKey local, Endpoints endpoints) {
}
