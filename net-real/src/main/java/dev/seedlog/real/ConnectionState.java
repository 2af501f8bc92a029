package dev.seedlog.real;

import java.util.EnumSet;

/** The life of a connection. */
enum ConnectionState {
    /** Asked for in this turn; or accepted and not yet served. */
    NEW,
    /** Its host name is being looked up. */
    RESOLVING,
    /** The system is establishing it, at one of its host's addresses after the other. */
    CONNECTING,
    /** Established. */
    OPEN,
    /** Closed by this side; what is queued is still being sent. */
    DRAINING,
    /**
     * Everything was sent, and the peer was told so. What it still sends is thrown away until it closes too: closing
     * with unread input would reset the connection, and the reset would overtake what was sent.
     */
    LINGERING,
    /** Ended from outside; the handler hears of it in the next network phase. */
    FAILED,
    /** Over. */
    CLOSED;

    /** Whether the life may go on from here to {@code next}. */
    boolean mayBecome(ConnectionState next) {
        return switch (this) {
            case NEW -> EnumSet.of(RESOLVING, CONNECTING, OPEN, FAILED, CLOSED).contains(next);
            case RESOLVING -> EnumSet.of(CONNECTING, FAILED, CLOSED).contains(next);
            case CONNECTING -> EnumSet.of(CONNECTING, OPEN, DRAINING, FAILED, CLOSED).contains(next);
            case OPEN -> EnumSet.of(DRAINING, FAILED, CLOSED).contains(next);
            case DRAINING -> next == LINGERING || next == CLOSED;
            case LINGERING, FAILED -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
