package dev.seedlog.replica;

/**
 * An offset that was looked for.
 *
 * @param offset -1 if there is none
 * @param timestampMs of its record; -1 if that was not asked for
 * @param leaderEpoch in which it was appended; -1 if it is not known
 */
public record OffsetFound(long offset, long timestampMs, int leaderEpoch) {

    /** There is no such offset. */
    public static final OffsetFound NOTHING = new OffsetFound(-1, -1, -1);
}
