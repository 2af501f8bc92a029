package dev.seedlog.broker.control;

import java.util.EnumSet;
import java.util.Set;

/** What a controller knows of a broker's process from the broker's address alone. */
enum WatchStage {
    /** The address has not been reached in this registration, or not been reached since; that proves nothing. */
    UNREACHED,
    /** A connection stands: the process is there. */
    WATCHING,
    /** The connection that stood was ended from outside. Whether the address refuses is asked. */
    ENDED,
    /** It refused once, and is asked again a little later: a listener may be gone for a moment. */
    REFUSED,
    /** It refused twice: the process seems to be gone. It is asked on, and each further refusal says so again. */
    GONE;

    /** Whether this stage can be followed by another. */
    boolean canBecome(WatchStage next) {
        return following().contains(next);
    }

    private Set<WatchStage> following() {
        return switch (this) {
            case UNREACHED -> EnumSet.of(UNREACHED, WATCHING);
            case WATCHING -> EnumSet.of(UNREACHED, ENDED);
            case ENDED -> EnumSet.of(UNREACHED, WATCHING, REFUSED);
            case REFUSED -> EnumSet.of(UNREACHED, WATCHING, GONE);
            case GONE -> EnumSet.of(UNREACHED, WATCHING, GONE);
        };
    }
}
