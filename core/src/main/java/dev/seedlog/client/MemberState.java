package dev.seedlog.client;

import java.util.EnumSet;
import java.util.Set;

/** Where a member of a group stands. */
public enum MemberState {
    /** It is in no generation that it could rely on, and joins as soon as the coordinator can be reached. */
    UNJOINED,
    /** It is about to join: what it has to give up, and to commit, comes first. */
    PREPARING,
    /** It has asked to join; the answer comes when the generation is formed. */
    JOINING,
    /** It is in the generation and waits for its assignment. */
    SYNCING,
    /** It has its assignment, and says regularly that it lives. */
    STABLE,
    /** It has said that it leaves. */
    LEAVING,
    /** It is no member any more and will not be one again. */
    STOPPED;

    /** Which states may follow. */
    Set<MemberState> next() {
        return switch (this) {
            case UNJOINED -> EnumSet.of(PREPARING, LEAVING, STOPPED);
            case PREPARING -> EnumSet.of(JOINING, UNJOINED, LEAVING, STOPPED);
            case JOINING -> EnumSet.of(SYNCING, UNJOINED, LEAVING, STOPPED);
            case SYNCING -> EnumSet.of(STABLE, UNJOINED, LEAVING, STOPPED);
            case STABLE -> EnumSet.of(UNJOINED, LEAVING, STOPPED);
            case LEAVING -> EnumSet.of(STOPPED);
            case STOPPED -> EnumSet.noneOf(MemberState.class);
        };
    }
}
