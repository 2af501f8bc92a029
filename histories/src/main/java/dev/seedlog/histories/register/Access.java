package dev.seedlog.histories.register;

/**
 * An operation on a register that took effect, or may have.
 *
 * @param kind what it does
 * @param read the value that must be there, for a read or a compare-and-set
 * @param written the value that is there behind it
 * @param invokedAt the entry with which it begins
 * @param returnedAt the entry with which it ends; {@link #NEVER} if nobody knows when, or whether
 */
record Access(Kind kind, long read, long written, long invokedAt, long returnedAt) {

    /** What an access does. */
    enum Kind {
        /** It sees the value. */
        READ,
        /** It replaces the value. */
        WRITE,
        /** It replaces the value that it names. */
        CAS,
        /** It sees that there is none. */
        READ_NOTHING
    }

    /** It may take effect at any time, or not at all. */
    static final long NEVER = Long.MAX_VALUE;

    boolean writes() {
        return kind == Kind.WRITE || kind == Kind.CAS;
    }

    boolean isCertain() {
        return returnedAt != NEVER;
    }
}
