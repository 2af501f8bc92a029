package dev.seedlog.sim;

/** Hears of faults as they are done: what the nemesis of a history says. */
@FunctionalInterface
public interface FaultListener {

    /** What a fault does just now. */
    enum Moment {
        /** It begins and lasts; {@link #ENDS} follows. */
        BEGINS,
        /** It ends. */
        ENDS,
        /** It happens and is over. */
        HAPPENS
    }

    /** Nobody. */
    FaultListener NOBODY = (kind, moment) -> { };

    /** A fault of this kind. */
    void onFault(FaultKind kind, Moment moment);
}
