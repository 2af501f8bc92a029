package dev.seedlog.client;

/**
 * Under which name batches are sent: sequences are counted within it.
 *
 * @param producerId the id, -1 without idempotence
 * @param epoch the id's epoch
 */
public record ProducerSession(long producerId, short epoch) {

    /** Without idempotence. */
    public static final ProducerSession NONE = new ProducerSession(-1, (short) -1);
}
