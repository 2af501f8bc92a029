package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;

/**
 * A machine's clocks. Its monotonic one begins anywhere, below zero too, and may run fast or slow; its wall clock does
 * so as well, is off from the beginning, and may jump.
 */
public final class SimClock {

    private static final long MILLION = 1_000_000;
    private static final long WALL_AT_ZERO_MS = 1_767_225_600_000L;
    private static final long MAX_DRIFT_PPM = 500_000;
    private static final long MAX_BOOT_OFFSET_NANOS = 1L << 42;

    private final SimMachine machine;
    private long worldBase;
    private long localBase;
    private long wallOffsetNanos;
    private long driftPpm;

    SimClock(SimMachine machine, RandomSource random) {
        this.machine = machine;
        this.localBase = Draws.between(random, -MAX_BOOT_OFFSET_NANOS, MAX_BOOT_OFFSET_NANOS);
        this.wallOffsetNanos = -localBase;
    }

    /**
     * Has the clocks run fast, or slow if it is negative, from now on.
     *
     * @param partsPerMillion 1,000 for a second in a thousand; between -500,000 and 500,000
     */
    public void setDrift(long partsPerMillion) {
        if (StrictMath.abs(partsPerMillion) > MAX_DRIFT_PPM) {
            throw new IllegalArgumentException("a drift of " + partsPerMillion + " ppm is beyond " + MAX_DRIFT_PPM);
        }
        long now = machine.world().nowNanos();
        localBase = localAt(now);
        worldBase = now;
        driftPpm = partsPerMillion;
        machine.clockChanged(partsPerMillion);
    }

    /** Has the wall clock jump, back if it is negative. */
    public void jumpWall(long nanos) {
        wallOffsetNanos += nanos;
        machine.clockChanged(nanos);
    }

    /** The monotonic clock. */
    public long nanoTime() {
        return localAt(machine.world().nowNanos());
    }

    /** The wall clock. */
    public long epochMillis() {
        return WALL_AT_ZERO_MS + StrictMath.floorDiv(nanoTime() + wallOffsetNanos, MILLION);
    }

    /** The world's time by which the monotonic clock has surely reached a value. */
    long worldTimeOf(long localNanos) {
        if (localNanos > Long.MAX_VALUE / 4) {
            return Long.MAX_VALUE;
        }
        long local = localNanos - localBase;
        long rate = MILLION + driftPpm;
        // Exact but for the last nanosecond: whoever wakes too early looks again.
        long world = local / rate * MILLION + local % rate * MILLION / rate;
        return worldBase + world + (driftPpm == 0 ? 0 : 1);
    }

    private long localAt(long worldTime) {
        long elapsed = worldTime - worldBase;
        return localBase + elapsed + elapsed / MILLION * driftPpm + elapsed % MILLION * driftPpm / MILLION;
    }
}
