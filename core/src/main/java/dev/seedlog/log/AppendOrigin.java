package dev.seedlog.log;

/** Where a batch comes from, which decides what is checked about its producer. */
public enum AppendOrigin {
    /** A client's produce request: epoch, sequence and duplicates are checked. */
    CLIENT,
    /** A coordinator of this node: the epoch is checked. */
    COORDINATOR,
    /** A leader that has checked all, or this log itself, read again. */
    REPLICATION
}
