package dev.seedlog.machine;

import dev.seedlog.env.Clock;

/** A clock that a test moves. */
public final class FakeClock implements Clock {

    private long nanos;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return nanos / 1_000_000;
    }

    /** Time passes. */
    public void advanceMillis(long millis) {
        nanos += millis * 1_000_000;
    }
}
