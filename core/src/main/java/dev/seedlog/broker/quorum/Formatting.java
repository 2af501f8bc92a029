package dev.seedlog.broker.quorum;

/** What a new metadata directory may become. */
public enum Formatting {

    /** Nothing: it must have been formatted before. */
    NONE,
    /** The beginning of a cluster whose only voter is this node; or, if the voters are fixed, one of them. */
    VOTER,
    /** A replica that gets its metadata from others. */
    OBSERVER
}
