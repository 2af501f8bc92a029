package dev.seedlog.raft;

/**
 * What a response says of the quorum: the newest epoch that the sender knows, and who leads it.
 *
 * @param epoch the epoch
 * @param leaderId its leader; -1 if the sender knows none
 * @param endpoints where the leader listens, if the sender knows and the version can say it
 */
public record LeaderInfo(int epoch, int leaderId, Endpoints endpoints) {
}
