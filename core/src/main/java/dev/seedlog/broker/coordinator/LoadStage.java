package dev.seedlog.broker.coordinator;

/** How far the loading of a partition has come. */
enum LoadStage {

    /** The log is read, some of it each turn. */
    READING,
    /** All of it was read. Nothing follows. */
    LOADED,
    /** It cannot be read or understood: its groups are not served, until it is loaded anew. Nothing follows. */
    FAILED;

    boolean canBecome(LoadStage next) {
        return this == READING && next != READING;
    }
}
