package dev.seedlog.replica.follow;

/**
 * How a broker follows.
 *
 * @param brokerId this broker
 * @param waitMs how long a leader may hold a fetch that it has nothing for (replica.fetch.wait.max.ms)
 * @param minBytes how little is worth an answer before that (replica.fetch.min.bytes)
 * @param partitionMaxBytes what one partition gives in an answer (replica.fetch.max.bytes)
 * @param responseMaxBytes what an answer has in all (replica.fetch.response.max.bytes)
 * @param backoffNanos how long a partition waits after an error (replica.fetch.backoff.ms)
 * @param timeoutNanos how long an answer may take beyond the wait (replica.socket.timeout.ms)
 */
public record FollowerSettings(int brokerId, int waitMs, int minBytes, int partitionMaxBytes, int responseMaxBytes,
                               long backoffNanos, long timeoutNanos) {
}
