package dev.seedlog.raft;

/**
 * How long the quorum waits. All times are in nanoseconds, except {@code fetchMaxWaitMs}, which goes on the wire.
 *
 * @param electionNanos controller.quorum.election.timeout.ms; each election waits between one and two of it
 * @param fetchNanos controller.quorum.fetch.timeout.ms: a follower that hears nothing so long stands for election; a
 *     leader that a majority has not fetched from for one and a half of it resigns
 * @param electionBackoffMaxNanos controller.quorum.election.backoff.max.ms
 * @param requestNanos controller.quorum.request.timeout.ms
 * @param retryBackoffNanos controller.quorum.retry.backoff.ms
 * @param fetchMaxWaitMs how long a fetch may wait at the leader
 * @param fetchMaxBytes how much a fetch may bring
 */
public record RaftTimeouts(long electionNanos, long fetchNanos, long electionBackoffMaxNanos, long requestNanos,
                           long retryBackoffNanos, int fetchMaxWaitMs, int fetchMaxBytes) {

    private static final long NANOS_PER_MS = 1_000_000L;

    /** Kafka's defaults. */
    public static final RaftTimeouts DEFAULT = new RaftTimeouts(1_000 * NANOS_PER_MS, 2_000 * NANOS_PER_MS,
            1_000 * NANOS_PER_MS, 2_000 * NANOS_PER_MS, 20 * NANOS_PER_MS, 500, 8 * 1024 * 1024);

    /** Checks that every wait is one. */
    public RaftTimeouts {
        if (electionNanos <= 0 || fetchNanos <= 0 || electionBackoffMaxNanos < 0 || requestNanos <= 0
                || retryBackoffNanos <= 0 || fetchMaxWaitMs < 0 || fetchMaxBytes <= 0) {
            throw new IllegalArgumentException("a timeout of the quorum is not positive");
        }
    }

    /** How long a leader stays one without hearing from a majority. */
    long checkQuorumNanos() {
        return fetchNanos + fetchNanos / 2;
    }

    /**
     * How long a voter leaves the vote to the one before it, when all have seen their leader's process end: enough for
     * a pre-vote and a vote with its force, and a small part of what they would have waited otherwise.
     */
    long successionNanos() {
        return electionNanos / 20;
    }

    /** How long a voter follows before it looks, each time, whether the voter set says the right thing of it. */
    long updateVoterNanos() {
        return 3 * fetchNanos;
    }

    /** How often a leader announces itself to voters that do not fetch. */
    long beginQuorumEpochNanos() {
        return fetchNanos / 2;
    }
}
