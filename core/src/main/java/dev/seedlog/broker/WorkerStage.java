package dev.seedlog.broker;

/**
 * What a shard that is not the node's first does between its start and its end. Each stage leads to the one below it;
 * all but the last to CLOSING, too.
 */
enum WorkerStage {

    /** It waits to be told. */
    NEW,
    /** Its logs are loaded. */
    LOADING,
    /** They are, and it waits to be told what to lead. */
    LOADED,
    /** It follows the metadata; its clients are not heard yet. */
    FOLLOWING,
    /** Clients are served. */
    SERVING,
    /** Its logs are made durable. */
    CLOSING,
    /** All is closed. */
    CLOSED;

    boolean canBecome(WorkerStage next) {
        return next.ordinal() == ordinal() + 1 || next == CLOSING && ordinal() < CLOSING.ordinal();
    }
}
