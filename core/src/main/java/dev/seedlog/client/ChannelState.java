package dev.seedlog.client;

import java.util.EnumSet;
import java.util.Set;

/** Where the connection to a broker stands. */
public enum ChannelState {
    /** There is no connection, and none is being made: it waits for the backoff to pass. */
    WAITING,
    /** A connection is being made. */
    CONNECTING,
    /** The connection stands; which versions the broker serves is not known yet. */
    ASKING_VERSIONS,
    /** Requests may be sent. */
    READY,
    /** Closed for good. */
    STOPPED;

    /** Which states may follow. */
    Set<ChannelState> next() {
        return switch (this) {
            case WAITING -> EnumSet.of(CONNECTING, STOPPED);
            case CONNECTING -> EnumSet.of(ASKING_VERSIONS, WAITING, STOPPED);
            case ASKING_VERSIONS -> EnumSet.of(READY, WAITING, STOPPED);
            case READY -> EnumSet.of(WAITING, STOPPED);
            case STOPPED -> EnumSet.noneOf(ChannelState.class);
        };
    }
}
