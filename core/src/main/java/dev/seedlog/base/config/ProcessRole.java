package dev.seedlog.base.config;

/** What a node does in its cluster (KIP-500). */
public enum ProcessRole {
    /** Serves clients: partitions, groups, transactions. */
    BROKER,
    /** Votes in the metadata quorum. */
    CONTROLLER
}
