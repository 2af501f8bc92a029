package dev.seedlog.replica.fetch;

import dev.seedlog.wire.message.FetchRequest;

/**
 * Who fetches.
 *
 * @param brokerId a follower's broker id; negative for a consumer
 * @param brokerEpoch the follower's incarnation (KIP-903); -1 if it does not say
 * @param isolationLevel what a consumer wants to see
 */
public record FetchReader(int brokerId, long brokerEpoch, byte isolationLevel) {

    private static final byte READ_COMMITTED = 1;

    /** Who sent a request. */
    public static FetchReader of(FetchRequest request) {
        boolean named = request.replicaState().replicaId() >= 0;
        return new FetchReader(named ? request.replicaState().replicaId() : request.replicaId(),
                named ? request.replicaState().replicaEpoch() : -1, request.isolationLevel());
    }

    /** Whether a follower fetches, to whom records matter that are not committed. */
    public boolean isFollower() {
        return brokerId >= 0;
    }

    /** Whether it sees nothing of transactions that are not committed. */
    public boolean committedOnly() {
        return !isFollower() && isolationLevel == READ_COMMITTED;
    }
}
