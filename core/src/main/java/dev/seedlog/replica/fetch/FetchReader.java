package dev.seedlog.replica.fetch;

import dev.seedlog.wire.message.FetchRequest;

/**
 * Who fetches.
 *
 * @param brokerId a follower's broker id; negative for a consumer
 * @param brokerEpoch the follower's incarnation (KIP-903); -1 if it does not say
 * @param isolationLevel what a consumer wants to see
 * @param place where a consumer is, which may then read from followers too (KIP-392); null if it does not say
 */
public record FetchReader(int brokerId, long brokerEpoch, byte isolationLevel, Place place) {

    private static final byte READ_COMMITTED = 1;

    private static final short FIRST_VERSION_WITH_RACK = 11;

    /**
     * Where a consumer is.
     *
     * @param rack its rack; empty if it does not say
     * @param listener the listener that it has come by
     */
    public record Place(String rack, String listener) {
    }

    /** Who sent a request, in this version, by this listener. */
    public static FetchReader of(FetchRequest request, short version, String listener) {
        boolean named = request.replicaState().replicaId() >= 0;
        int brokerId = named ? request.replicaState().replicaId() : request.replicaId();
        return new FetchReader(brokerId, named ? request.replicaState().replicaEpoch() : -1, request.isolationLevel(),
                brokerId < 0 && version >= FIRST_VERSION_WITH_RACK ? new Place(request.rackId(), listener) : null);
    }

    /** Whether a follower sent a request. */
    public static boolean isFollower(FetchRequest request) {
        return request.replicaState().replicaId() >= 0 || request.replicaId() >= 0;
    }

    /** Whether it may read from a broker that does not lead. */
    public boolean mayReadFollowers() {
        return place != null;
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
