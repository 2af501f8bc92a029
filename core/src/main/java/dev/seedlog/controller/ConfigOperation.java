package dev.seedlog.controller;

/** What IncrementalAlterConfigs does to a key (KIP-339). */
enum ConfigOperation {
    /** Sets the value. */
    SET,
    /** Takes the value away, so that the default holds. */
    DELETE,
    /** Adds values to a list, those that are not in it. */
    APPEND,
    /** Takes values out of a list. */
    SUBTRACT;

    /** The operation of a number in the protocol, or null if it is none. */
    static ConfigOperation ofCode(byte code) {
        return code >= 0 && code < values().length ? values()[code] : null;
    }
}
