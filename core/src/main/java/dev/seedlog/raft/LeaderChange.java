package dev.seedlog.raft;

import java.util.List;

/**
 * The content of a LeaderChange control record, the first of an epoch.
 *
 * @param epoch the epoch that it begins
 * @param leaderId who leads it
 * @param voters the ids of all voters, ascending
 * @param grantingVoters the ids of those that voted for the leader, ascending
 */
public record LeaderChange(int epoch, int leaderId, List<Integer> voters, List<Integer> grantingVoters) {
}
