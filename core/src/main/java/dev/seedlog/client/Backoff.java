package dev.seedlog.client;

import dev.seedlog.env.RandomSource;

/** How long to wait after failures: twice as long each time, with a jitter of a fifth, up to a limit. */
final class Backoff {

    private static final int JITTER_PERCENT = 20;
    private static final int PERCENT = 100;

    private final RandomSource random;
    private final long minNanos;
    private final long maxNanos;
    private long nextNanos;

    Backoff(RandomSource random, ClientSettings settings) {
        this.random = random;
        this.minNanos = settings.minBackoffNanos();
        this.maxNanos = settings.maxBackoffNanos();
        this.nextNanos = minNanos;
    }

    /** The wait after one more failure. */
    long next() {
        long wait = nextNanos;
        nextNanos = Math.min(maxNanos, 2 * nextNanos);
        int percent = PERCENT - JITTER_PERCENT + random.nextInt(2 * JITTER_PERCENT + 1);
        return wait / PERCENT * percent;
    }

    /** It worked: the next failure is the first again. */
    void succeeded() {
        nextNanos = minNanos;
    }
}
