package dev.seedlog.env;

/** A deadline that can be set, moved and dropped. */
public interface Timer {

    /**
     * Arms the timer, or moves its deadline if it is armed.
     *
     * @param delayNanos from this turn's time; zero or less expires in the timer phase of the next turn at the earliest
     */
    void startIn(long delayNanos);

    /** Disarms the timer; a timer at rest stays so. After this it does not expire, not even in this turn. */
    void stop();

    /** Whether it will expire. */
    boolean armed();
}
