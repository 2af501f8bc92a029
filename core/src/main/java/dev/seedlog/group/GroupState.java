package dev.seedlog.group;

/**
 * Where a classic group is in its rebalance.
 *
 * <pre>
 *   EMPTY -> PREPARING_REBALANCE -> COMPLETING_REBALANCE -> STABLE
 *     ^             |    ^                 |                  |
 *     +-------------+    +-----------------+------------------+
 *   and from each of them to DEAD
 * </pre>
 */
enum GroupState {

    /** No members; perhaps committed offsets. */
    EMPTY("Empty"),
    /** Members are asked to join the next generation; heartbeats answer REBALANCE_IN_PROGRESS. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** The generation is formed, and its leader's assignment is awaited. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Every member can have its assignment. */
    STABLE("Stable"),
    /** Deleted, or its coordinator is elsewhere. Nothing follows. */
    DEAD("Dead");

    private final String text;

    GroupState(String text) {
        this.text = text;
    }

    /** The name that clients know. */
    String text() {
        return text;
    }

    boolean canBecome(GroupState next) {
        return switch (next) {
            case EMPTY -> this == PREPARING_REBALANCE;
            case PREPARING_REBALANCE -> this == EMPTY || this == COMPLETING_REBALANCE || this == STABLE;
            case COMPLETING_REBALANCE -> this == PREPARING_REBALANCE;
            case STABLE -> this == COMPLETING_REBALANCE;
            case DEAD -> this != DEAD;
        };
    }
}
