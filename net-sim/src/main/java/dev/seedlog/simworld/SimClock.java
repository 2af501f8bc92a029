package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;

/**
 * A machine's clocks. Its monotonic one begins anywhere at each boot, below zero too, and may run fast or slow; its
 * wall clock does so as well, and may jump. A boot changes neither the wall clock nor the drift.
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
    private boolean driftUnseen;
    private long wallUnseenNanos;

    /** A clock at a boot; {@code before} is the one of the boot before, or null. */
    SimClock(SimMachine machine, RandomSource random, SimClock before) {
        this.machine = machine;
        this.localBase = Draws.between(random, -MAX_BOOT_OFFSET_NANOS, MAX_BOOT_OFFSET_NANOS);
        this.worldBase = machine.world().nowNanos();
        if (before == null) {
            this.wallOffsetNanos = worldBase - localBase;
        } else {
            // The battery keeps the wall clock going, and the quartz is the same one.
            this.wallOffsetNanos = before.nanoTime() + before.wallOffsetNanos - localBase;
            this.driftPpm = before.driftPpm;
        }
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
        driftUnseen = true;
        machine.clockChanged(partsPerMillion);
    }

    /** Has the wall clock jump, back if it is negative. */
    public void jumpWall(long nanos) {
        wallOffsetNanos += nanos;
        wallUnseenNanos += nanos;
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

    /** A program reads the clocks: what was done to them has hit it. */
    void seen() {
        if (driftUnseen) {
            driftUnseen = false;
            machine.world().hits().hit(Hits.Kind.DRIFTED);
        }
        if (wallUnseenNanos != 0) {
            machine.world().hits().hit(wallUnseenNanos > 0 ? Hits.Kind.WALL_FORTH : Hits.Kind.WALL_BACK);
            wallUnseenNanos = 0;
        }
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
