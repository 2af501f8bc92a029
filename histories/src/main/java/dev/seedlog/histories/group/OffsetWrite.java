package dev.seedlog.histories.group;

/** Somebody sets the offset of a group in a partition, or tries to. */
final class OffsetWrite {

    /** The offset of a partition for which there is none. */
    static final long NOTHING = -1;
    /** When what has no known outcome ends. */
    private static final long OPEN = Long.MAX_VALUE;

    private final long offset;
    private final long generation;
    private final boolean byMember;
    private final long invokedAt;
    private long returnedAt = OPEN;

    /**
     * An attempt begins.
     *
     * @param offset what it sets, or {@link #NOTHING}
     * @param generation of the member that commits; -1 if it is no member's
     */
    OffsetWrite(long offset, long generation, boolean byMember, long invokedAt) {
        this.offset = offset;
        this.generation = generation;
        this.byMember = byMember;
        this.invokedAt = invokedAt;
    }

    long offset() {
        return offset;
    }

    boolean byMember() {
        return byMember;
    }

    long invokedAt() {
        return invokedAt;
    }

    /** It took effect, and this was known then. */
    void done(long index) {
        returnedAt = index;
    }

    boolean isDone() {
        return returnedAt != OPEN;
    }

    long returnedAt() {
        return returnedAt;
    }

    /**
     * Whether it cannot have taken effect behind another one: it ended before that began, or its generation was over,
     * and then the coordinator refuses it.
     */
    boolean isBefore(OffsetWrite other) {
        return returnedAt < other.invokedAt
                || byMember && other.byMember && generation >= 0 && generation < other.generation;
    }
}
