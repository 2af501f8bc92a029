package dev.seedlog.client;

/** How the members of a group come to their partitions. */
public enum GroupProtocol {
    /** Everybody gives everything up before each new generation; then topics are divided in ranges. */
    RANGE("range", false, new RangeAssignor()),
    /** Everybody keeps what it has, but for what has to move (KIP-429). */
    COOPERATIVE_STICKY("cooperative-sticky", true, new CooperativeStickyAssignor());

    private final String wireName;
    private final boolean cooperative;
    private final GroupAssignor assignor;

    GroupProtocol(String wireName, boolean cooperative, GroupAssignor assignor) {
        this.wireName = wireName;
        this.cooperative = cooperative;
        this.assignor = assignor;
    }

    /** The assignor's name, as other clients have it. */
    public String wireName() {
        return wireName;
    }

    /** Whether partitions are kept through a rebalance. */
    public boolean cooperative() {
        return cooperative;
    }

    GroupAssignor assignor() {
        return assignor;
    }
}
