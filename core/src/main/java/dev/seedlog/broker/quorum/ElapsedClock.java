package dev.seedlog.broker.quorum;

import dev.seedlog.env.Clock;

/** A clock whose monotonic time begins at 0: the kernel counts from there, while a machine's may begin anywhere. */
final class ElapsedClock implements Clock {

    private final Clock clock;
    private final long startNanos;

    ElapsedClock(Clock clock) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime() - startNanos;
    }

    @Override
    public long epochMillis() {
        return clock.epochMillis();
    }
}
