package dev.seedlog.real;

import dev.seedlog.env.Clock;

/** The system's clocks as of the beginning of the turn. */
final class RealClock implements Clock {

    private long nanoTime;
    private long epochMillis;

    RealClock() {
        sample();
    }

    /** A new turn begins. */
    void sample() {
        nanoTime = System.nanoTime();
        epochMillis = System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return nanoTime;
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }
}
