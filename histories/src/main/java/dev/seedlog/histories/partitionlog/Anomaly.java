package dev.seedlog.histories.partitionlog;

/** What can be wrong with a log, by Jepsen's names where there are any. */
public final class Anomaly {

    /** What was acknowledged, read or forced is not there any more, and nothing allows it. */
    public static final String LOST_WRITE = "lost-write";
    /** What was acknowledged was never read, though everything should have been. */
    public static final String UNSEEN = "unseen";
    /** A part in the middle was lost, and what was behind it was not. */
    public static final String HOLE = "hole";
    /** A value is at two offsets. */
    public static final String DUPLICATE = "duplicate";
    /** An offset has two values. */
    public static final String INCONSISTENT_OFFSETS = "inconsistent-offsets";
    /** What was refused, or aborted, was read. */
    public static final String G1A = "G1a";
    /** A value was read before it was sent. */
    public static final String G1C_REALTIME = "G1c-realtime";
    /** A value was read by the transaction that sent it. */
    public static final String PRECOMMITTED_READ = "precommitted-read";
    /** A value was read that nobody sent. */
    public static final String UNWRITTEN = "unwritten";
    /** One operation read records with others between them that it did not show. */
    public static final String INT_POLL_SKIP = "int-poll-skip";
    /** A consumer went on behind records that it was not shown. */
    public static final String POLL_SKIP = "poll-skip";
    /** One operation read records out of order, or twice. */
    public static final String INT_NONMONOTONIC_POLL = "int-nonmonotonic-poll";
    /** A consumer went on in front of where it was. */
    public static final String NONMONOTONIC_POLL = "nonmonotonic-poll";
    /** The records of one operation lie in another order than they were sent in. */
    public static final String INT_NONMONOTONIC_SEND = "int-nonmonotonic-send";
    /** The records of a session lie in another order than they were sent in. */
    public static final String NONMONOTONIC_SEND = "nonmonotonic-send";
    /** A record lies in front of one that was known before it was sent. */
    public static final String G0_REALTIME = "G0-realtime";
    /** A partition is said to end in front of where it was known to reach (KIP-207). */
    public static final String NONMONOTONIC_LATEST = "nonmonotonic-latest";
    /** A consumer was told that it is outside of the log, and was not. */
    public static final String OFFSET_OUT_OF_RANGE = "offset-out-of-range";

    private Anomaly() {
    }
}
