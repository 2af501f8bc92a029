package dev.seedlog.env;

/** Makes a shard's timers. Those that expire in one turn run in the order (deadline, arming order). */
public interface Timers {

    /**
     * A timer at rest.
     *
     * @param name what it is for, shown in traces
     * @param onExpiry called once for each arming that expires, in the timer phase of a turn
     */
    Timer create(String name, Runnable onExpiry);
}
