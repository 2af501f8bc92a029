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
        return blocked;
    }

    void setLatency(long minNanos, long maxNanos) {
        minLatencyNanos = minNanos;
        maxLatencyNanos = maxNanos;
    }

    void block() {
        blocked = true;
    }

    /** Opens the link again; what waited is on its way. */
    void unblock() {
        blocked = false;
        List<Held> waiting = new ArrayList<>(held);
        held.clear();
        for (Held each : waiting) {
            carry(each.sender, each.bytes, each.arrival);
        }
    }

    /** Has something arrive, behind all that the same end of a connection has sent before. */
    void carry(SimConnection sender, long bytes, Runnable arrival) {
        if (blocked) {
            held.add(new Held(sender, bytes, arrival));
            return;
        }
        long now = world.nowNanos();
        long start = Math.max(now, busyUntil);
        if (!loopback) {
            busyUntil = start + bytes * MILLI / world.options().network().bytesPerMilli();
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
        return slow ? SLOW_FACTOR * latency : latency;
    }
}
