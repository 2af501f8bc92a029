package dev.seedlog.cli;

/** How a command ends; the same numbers for all of them. */
public final class ExitStatus {

    /** Fine. */
    public static final int OK = 0;
    /** A property that must hold was violated. */
    public static final int VIOLATION = 1;
    /** The command line or the configuration cannot be used. */
    public static final int USAGE = 2;
    /** No progress was made where it must be. */
    public static final int NO_PROGRESS = 3;
    /** The same seed gave two different runs. */
    public static final int NONDETERMINISM = 4;
    /** The harness, or a node for a reason of its own, failed. */
    public static final int FAILURE = 5;

    private ExitStatus() {
    }
}
