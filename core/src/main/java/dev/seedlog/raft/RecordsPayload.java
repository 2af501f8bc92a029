package dev.seedlog.raft;

/** Bytes that the kernel passes on and never looks into: record batches, or a part of a snapshot. */
public interface RecordsPayload {

    /** How many bytes there are. */
    int sizeBytes();
}
