package dev.seedlog.histories.group;

/** What can be wrong with a group. */
public final class GroupAnomaly {

    /** Two members have a partition in one generation. */
    public static final String OVERLAP = "group-overlap";
    /** A member is told a generation below one that it was told before. */
    public static final String NONMONOTONIC_GENERATION = "nonmonotonic-generation";
    /** A commit of a generation succeeded, though a member had joined a later one already. */
    public static final String STALE_COMMIT = "stale-commit";
    /** An offset was committed in front of one that was committed, and nothing had set it back. */
    public static final String NONMONOTONIC_COMMIT = "nonmonotonic-commit";
    /** A committed offset is not what the group has, though nothing came after it. */
    public static final String LOST_COMMIT = "lost-commit";
    /** A group is said to have an offset that nobody committed. */
    public static final String UNCOMMITTED_OFFSET = "uncommitted-offset";

    private GroupAnomaly() {
    }
}
