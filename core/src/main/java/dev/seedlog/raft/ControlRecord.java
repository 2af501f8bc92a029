package dev.seedlog.raft;

/**
 * A control record that changes who votes or how; it is in force from the moment it is in the log, committed or not,
 * and stops being so if it is truncated (Raft, section 4.1; KIP-853).
 */
public sealed interface ControlRecord {

    /** The record's offset. */
    long offset();

    /** A VotersRecord. */
    record Voters(long offset, VoterSet voters) implements ControlRecord {
    }

    /** A KRaftVersionRecord. */
    record Version(long offset, int kraftVersion) implements ControlRecord {
    }
}
