package dev.seedlog.histories;

/**
 * What a producer session promises and is promised; an :info of the nemesis says it before the session is used.
 *
 * @param producer the number by which its sends name it, see {@link Extras#PRODUCER}
 * @param acks -1 for all, 0 or 1
 * @param idempotent whether the broker drops what it has already
 * @param ordered whether it sends a batch only when those before it cannot be overtaken any more
 */
public record ProducerProfile(int producer, int acks, boolean idempotent, boolean ordered) implements OpValue {

    /** One that speaks to all replicas, without a retry. */
    public static final int ACKS_ALL = -1;
}
