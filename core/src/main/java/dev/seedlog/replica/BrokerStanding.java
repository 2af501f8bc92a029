package dev.seedlog.replica;

/** What leaders have to know of other brokers, as the newest metadata says. */
interface BrokerStanding {

    /** A broker is not registered. */
    long NO_EPOCH = -1;

    /** The epoch of a broker's present incarnation; {@link #NO_EPOCH} if it is not registered. */
    long epoch(int brokerId);

    /** Whether a broker is neither fenced nor about to stop. */
    boolean isActive(int brokerId);
}
