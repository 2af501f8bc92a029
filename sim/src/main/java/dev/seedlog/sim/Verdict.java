package dev.seedlog.sim;

/** How a run ended, and the exit status for it. */
public enum Verdict {
    /** All that was promised held. */
    OK("ok", 0),
    /** A promise was broken. */
    VIOLATED("violated", 1),
    /** After all faults had ended, the node did not serve again in time. */
    STUCK("stuck", 3),
    /** A second run of the seed was another run. */
    NONDETERMINISTIC("nondeterministic", 4),
    /** The simulator itself failed. */
    BROKEN("harness-failed", 5);

    private final String word;
    private final int exitStatus;

    Verdict(String word, int exitStatus) {
        this.word = word;
        this.exitStatus = exitStatus;
    }

    /** As it is printed. */
    public String word() {
        return word;
    }

    /** The exit status of a command whose worst run this is. */
    public int exitStatus() {
        return exitStatus;
    }
}
