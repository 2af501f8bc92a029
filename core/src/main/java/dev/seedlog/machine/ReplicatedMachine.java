package dev.seedlog.machine;

/** State that is what its log says. It is changed by records only, whether they were just decided or read back. */
public interface ReplicatedMachine<T> {

    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** Forgets everything, as before the first record. */
    void reset();

    /** Changes by one record. Records come in the order of the log; it refuses none that it decided itself. */
    void apply(T record, long offset);

    /**
     * From now on this machine decides: all of the log is read and committed. It arms every session in full, since
     * nobody watched them meanwhile.
     *
     * @return what has to be appended before the first command
     */
    Decision<T, ?> activate(DecisionPoint at);

    /** When {@link #onDeadline} is to be called, on the monotonic clock; {@link #NEVER} for not at all. */
    long nextDeadlineNanos();

    /** Decides what time has brought about, at the deadline or a little later. */
    Decision<T, ?> onDeadline(DecisionPoint at);
}
