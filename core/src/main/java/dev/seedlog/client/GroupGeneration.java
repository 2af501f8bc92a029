package dev.seedlog.client;

/**
 * A member's place in its group.
 *
 * @param id the generation's number; {@link #NO_GENERATION} outside of any
 * @param memberId as the coordinator knows it; empty before it has named one
 */
public record GroupGeneration(int id, String memberId) {

    /** Outside of any generation. */
    public static final int NO_GENERATION = -1;
    /** Somebody who was never in the group. */
    public static final GroupGeneration NONE = new GroupGeneration(NO_GENERATION, "");

    /** Whether there is a generation. */
    public boolean known() {
        return id != NO_GENERATION;
    }

    /** The same member, outside of any generation. */
    GroupGeneration left() {
        return new GroupGeneration(NO_GENERATION, memberId);
    }
}
