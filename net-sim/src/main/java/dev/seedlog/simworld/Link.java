package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction between two machines. Its latency comes in periods, slow ones now and then, not in independent samples;
 * its bandwidth is shared; while it is blocked everything waits, as retransmissions do.
 */
final class Link {

    private static final long MILLI = 1_000_000;
    private static final long SHORTEST_PERIOD_NANOS = 5 * MILLI;
    private static final long LONGEST_PERIOD_NANOS = 2_000 * MILLI;
    private static final int SLOW_FACTOR = 10;
    private static final long LOOPBACK_NANOS = 20_000;

    private final SimWorld world;
    private final RandomSource random;
    private final boolean loopback;
    private final List<Held> held = new ArrayList<>();
    private long minLatencyNanos;
    private long maxLatencyNanos;
    private boolean slow;
    private long periodEnd;
    private long busyUntil;
    private boolean blocked;
    private Hits.Kind blockedBy = Hits.Kind.PARTITIONED;
    private int timedBlocks;
    private int heals;
    private long latencyFactor = 1;
    private long bandwidthDivisor = 1;

    private record Held(SimConnection sender, long bytes, Runnable arrival) {
    }

    Link(SimWorld world, SimMachine from, SimMachine to) {
        this.world = world;
        this.random = world.stream("link/" + from.host() + "/" + to.host());
        this.loopback = from == to;
        this.minLatencyNanos = loopback ? LOOPBACK_NANOS : world.options().network().minLatencyNanos();
        this.maxLatencyNanos = loopback ? LOOPBACK_NANOS : world.options().network().maxLatencyNanos();
    }

    boolean blocked() {
        return blocked || timedBlocks > 0;
    }

    /** Whether it is blocked; if so, something has hit that. */
    boolean hitsBlock() {
        if (blocked()) {
            world.hits().hit(blockedBy);
            return true;
        }
        return false;
    }

    void setLatency(long minNanos, long maxNanos) {
        minLatencyNanos = minNanos;
        maxLatencyNanos = maxNanos;
    }

    void block() {
        blocked = true;
        blockedBy = Hits.Kind.PARTITIONED;
    }

    /** Blocks it, whatever else does, until {@link #unblockTimed} with the number that this gives. */
    int blockTimed(Hits.Kind why) {
        timedBlocks++;
        blockedBy = why;
        return heals;
    }

    void unblockTimed(int number) {
        if (number == heals) {
            timedBlocks--;
            carryHeld();
        }
    }

    /** Ends all that is wrong with it. */
    void heal() {
        heals++;
        timedBlocks = 0;
        degrade(1, 1);
        unblock();
    }

    /** Opens the link again; what waited is on its way. */
    void unblock() {
        blocked = false;
        carryHeld();
    }

    /** Makes it so many times slower and narrower than it is by itself; 1 and 1 for as it was. */
    void degrade(long latency, long bandwidth) {
        latencyFactor = latency;
        bandwidthDivisor = bandwidth;
    }

    private void carryHeld() {
        if (blocked()) {
            return;
        }
        List<Held> waiting = new ArrayList<>(held);
        held.clear();
        for (Held each : waiting) {
            carry(each.sender, each.bytes, each.arrival);
        }
    }

    /** Has something arrive, behind all that the same end of a connection has sent before. */
    void carry(SimConnection sender, long bytes, Runnable arrival) {
        if (hitsBlock()) {
            held.add(new Held(sender, bytes, arrival));
            return;
        }
        long now = world.nowNanos();
        long start = Math.max(now, busyUntil);
        if (!loopback) {
            busyUntil = start + bytes * bandwidthDivisor * MILLI / world.options().network().bytesPerMilli();
        }
        if (latencyFactor > 1 || bandwidthDivisor > 1) {
            world.hits().hit(Hits.Kind.DEGRADED);
        }
        long arrivesAt = sender.inOrder(Math.max(start, busyUntil) + latency(now));
        world.queue().at(arrivesAt, arrival);
    }

    private long latency(long now) {
        if (now >= periodEnd) {
            slow = !loopback && Draws.chance(random, world.options().network().slowLinkPermille());
            periodEnd = now + Draws.between(random, SHORTEST_PERIOD_NANOS, LONGEST_PERIOD_NANOS);
        }
        long latency = Draws.between(random, minLatencyNanos, maxLatencyNanos);
        if (slow) {
            world.hits().hit(Hits.Kind.SLOW_PERIOD);
        }
        return latencyFactor * (slow ? SLOW_FACTOR * latency : latency);
    }
}
