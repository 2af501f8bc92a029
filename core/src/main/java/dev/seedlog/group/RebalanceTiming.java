package dev.seedlog.group;

/** The clocks of a group's rebalance: until when members may join, and until when they must fetch their assignment. */
final class RebalanceTiming {

    private Deadlines.Deadline join;
    private Deadlines.Deadline sync;
    private boolean initialDelay;
    private boolean newMemberSinceDelay;
    private int remainingDelayMs;

    Deadlines.Deadline join() {
        return join;
    }

    void join(Deadlines.Deadline deadline) {
        join = deadline;
    }

    Deadlines.Deadline sync() {
        return sync;
    }

    void sync(Deadlines.Deadline deadline) {
        sync = deadline;
    }

    /** Whether the first members of an empty group are being collected: completeness alone does not end that. */
    boolean inInitialDelay() {
        return initialDelay;
    }

    void beginInitialDelay(int remainingMs) {
        initialDelay = true;
        newMemberSinceDelay = false;
        remainingDelayMs = remainingMs;
    }

    void endInitialDelay() {
        initialDelay = false;
    }

    void memberAdded() {
        newMemberSinceDelay = true;
    }

    /**
     * How much longer to collect, because someone came during the last delay; 0 for no longer.
     *
     * @param delayMs one delay
     */
    int nextDelayMs(int delayMs) {
        int next = newMemberSinceDelay ? Math.min(delayMs, remainingDelayMs) : 0;
        newMemberSinceDelay = false;
        remainingDelayMs -= next;
        return next;
    }
}
