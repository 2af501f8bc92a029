package dev.seedlog.sim;

/** Hears of faults as they are done: what the nemesis of a history says. */
@FunctionalInterface
public interface FaultListener {

    /** What a fault does just now. */
    enum Moment {
        /** It begins and lasts; {@link #ENDS} follows. */
        BEGINS("start-"),
        /** It ends. */
        ENDS("stop-"),
        /** It happens and is over. */
        HAPPENS("");

        private final String prefix;

        Moment(String prefix) {
            this.prefix = prefix;
        }

        /** What histories put in front of the fault's name. */
        String prefix() {
            return prefix;
        }
    }

    /** Nobody. */
    FaultListener NOBODY = (kind, moment) -> { };

    /** A fault of this kind. */
    void onFault(FaultKind kind, Moment moment);
}
