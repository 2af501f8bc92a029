package dev.seedlog.client;

/**
 * How a producer sends.
 *
 * @param acks 0, 1, or -1 for all
 * @param idempotent whether batches carry a producer id and sequences; needs acks -1
 * @param maxInFlight how many batches of one partition may wait for their answer; at most 5 if idempotent
 * @param timeoutMs how long a broker may wait for replicas
 * @param retryBackoffNanos how long a partition waits after an error
 * @param deliveryTimeoutNanos how long a batch is tried ({@code delivery.timeout.ms}); {@link #NEVER} for ever
 */
public record ProducerSettings(short acks, boolean idempotent, int maxInFlight, int timeoutMs,
                               long retryBackoffNanos, long deliveryTimeoutNanos) {

    /** Batches are tried until there is a result. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int MAX_IDEMPOTENT_IN_FLIGHT = 5;

    /** Settings of a producer that never gives up. */
    public ProducerSettings(short acks, boolean idempotent, int maxInFlight, int timeoutMs, long retryBackoffNanos) {
        this(acks, idempotent, maxInFlight, timeoutMs, retryBackoffNanos, NEVER);
    }

    /** Checks that the settings go together. */
    public ProducerSettings {
        if (idempotent && (acks != -1 || maxInFlight > MAX_IDEMPOTENT_IN_FLIGHT)) {
            throw new IllegalArgumentException("an idempotent producer needs acks=-1 and at most 5 in flight");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("nothing could ever be in flight");
        }
    }
}
