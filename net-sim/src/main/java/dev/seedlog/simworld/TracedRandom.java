package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;

/** A stream of chance whose draws are part of the trace. */
final class TracedRandom implements RandomSource {

    private final Trace trace;
    private final RandomSource source;

    TracedRandom(Trace trace, RandomSource source) {
        this.trace = trace;
        this.source = source;
    }

    @Override
    public long nextLong() {
        long value = source.nextLong();
        trace.note(Trace.Kind.DRAW, 0, 0, 0, value);
        return value;
    }

    @Override
    public int nextInt(int bound) {
        int value = source.nextInt(bound);
        trace.note(Trace.Kind.DRAW, 0, 0, bound, value);
        return value;
    }

    @Override
    public RandomSource fork(String stream) {
        return new TracedRandom(trace, source.fork(stream));
    }
}
