package dev.seedlog.env;

/** Why a connection ended. The first four come from outside, the others are this side's own decision. */
public enum CloseReason {
    /** The peer closed its end in an orderly way. */
    PEER_CLOSED,
    /** The connection was torn down: the peer's process died, or something between cut it. */
    RESET,
    /** Nothing listens at the address: evidence that the process is not there. */
    REFUSED,
    /** The address could not be resolved or reached. */
    UNREACHABLE,
    /** No request for the configured time. */
    IDLE,
    /** The peer sent what the protocol does not allow. */
    PROTOCOL_ERROR,
    /** A limit of connections or queued bytes was reached. */
    OVER_LIMIT,
    /** A file region changed under a response that had begun. */
    REGION_TRUNCATED,
    /** A file region could not be read. */
    DISK_ERROR,
    /** This side is done with the connection. */
    DONE,
    /** The node is stopping. */
    SHUTDOWN
}
