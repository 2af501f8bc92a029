package dev.seedlog.generator;

import java.util.Locale;

/** Where definitions come from, and the package that their classes go to. */
enum DefinitionSet {
    /** Requests, responses, headers, control records, and what clients say to each other. */
    CLIENTS("message"),
    /** The records of {@code __cluster_metadata}. */
    METADATA("metadata"),
    /** The records of {@code __consumer_offsets}. */
    GROUP("coordinator"),
    /** The records of {@code __share_group_state}. */
    SHARE("coordinator"),
    /** The records of {@code __transaction_state}. */
    TRANSACTION("coordinator"),
    /** The file quorum-state. */
    RAFT("storage"),
    /** Producer snapshots, and the records of remote storage. */
    STORAGE("storage");

    private final String subpackage;

    DefinitionSet(String subpackage) {
        this.subpackage = subpackage;
    }

    String packageName() {
        return Emission.WIRE + subpackage;
    }

    boolean isCoordinator() {
        return this == GROUP || this == SHARE || this == TRANSACTION;
    }

    /**
     * The set of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DefinitionSet named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
