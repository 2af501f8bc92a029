package dev.seedlog.histories;

import java.util.Arrays;

/**
 * A fault beyond what a partition's promise covers, or an unclean election: from here on the log lives another life.
 * What is left of the life before is a prefix of it, and reaches at least to the durable end. An :info of the nemesis
 * says it, when the old life is over and before the new one begins.
 *
 * @param key the partition
 * @param generation the number of the life that begins; the first one's is 0
 * @param reason what happened, a word
 * @param durableEnd up to which offset nothing is lost
 * @param firstOffset the offset of the first value
 * @param values those that are known to lie from the first offset on; empty if they are not known
 */
public record Breach(int key, int generation, String reason, long durableEnd, long firstOffset, long[] values)
        implements OpValue {

    private static final long[] NOTHING = {};

    /** One of which only the durable end is known. */
    public Breach(int key, int generation, String reason, long durableEnd) {
        this(key, generation, reason, durableEnd, 0, NOTHING);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Breach that && key == that.key && generation == that.generation
                && reason.equals(that.reason) && durableEnd == that.durableEnd && firstOffset == that.firstOffset
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new long[] {key, generation, durableEnd, firstOffset, Arrays.hashCode(values)});
    }

    @Override
    public String toString() {
        return "breach of " + key + " by " + reason + ", generation " + generation + " begins, durable up to "
                + durableEnd;
    }
}
