package dev.seedlog.client;

/**
 * How a fetcher asks.
 *
 * @param maxWaitMs how long the broker may wait for {@code minBytes}
 * @param minBytes how much it waits for
 * @param maxBytes how much an answer holds at most, but for its first batch
 * @param partitionMaxBytes how much of one partition at most
 * @param sessions whether it uses fetch sessions (KIP-227)
 * @param retryBackoffNanos how long it waits after an error
 * @param rack where it is, so that it may be sent to a replica near by (KIP-392); empty to read from leaders only
 */
public record FetcherSettings(int maxWaitMs, int minBytes, int maxBytes, int partitionMaxBytes, boolean sessions,
                              long retryBackoffNanos, String rack) {

    /** A fetcher that reads from leaders. */
    public FetcherSettings(int maxWaitMs, int minBytes, int maxBytes, int partitionMaxBytes, boolean sessions,
                           long retryBackoffNanos) {
        this(maxWaitMs, minBytes, maxBytes, partitionMaxBytes, sessions, retryBackoffNanos, "");
    }

    /** The same in a rack. */
    public FetcherSettings in(String where) {
        return new FetcherSettings(maxWaitMs, minBytes, maxBytes, partitionMaxBytes, sessions, retryBackoffNanos,
                where);
    }
}
