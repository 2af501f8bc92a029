package dev.seedlog.broker;

/**
 * What a node does between its start and its end. Each stage leads to the one below it; all but the last to STOPPING.
 * A node that knows its cluster does not join; one that is no broker serves as soon as the metadata is loaded.
 */
enum BootStage {

    /** Nothing yet. */
    NEW,
    /** No directory says which cluster this is: the controllers are asked. */
    JOINING,
    /** The log directories are locked and identified. */
    OPENING_DIRECTORIES,
    /** The metadata log is opened, and what is committed of it is read. */
    LOADING_METADATA,
    /** The partitions' logs are loaded. */
    RECOVERING_LOGS,
    /** Listeners are open, and the broker asks the controller to be registered. */
    REGISTERING,
    /** The broker follows the metadata since its registration, and asks to be unfenced. */
    UNFENCING,
    /** Clients are served; by a mere controller, the quorum and who asks it. */
    SERVING,
    /** The node ends its work: it hands over what it leads, and makes its logs durable. */
    STOPPING,
    /** All is closed. */
    STOPPED;

    boolean canBecome(BootStage next) {
        return next.ordinal() == ordinal() + 1 || next == STOPPING && ordinal() < STOPPING.ordinal()
                || this == NEW && next == OPENING_DIRECTORIES || this == LOADING_METADATA && next == SERVING;
    }
}
