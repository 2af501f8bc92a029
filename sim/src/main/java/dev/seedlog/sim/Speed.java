package dev.seedlog.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast the simulator is: how much happens, and how much time passes in its worlds, for each second that one core
 * works. The first third of the seeds warms the JVM up and does not count.
 */
public final class Speed {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WARM_UP_PART = 3;

    private record Run(long events, long virtualNanos, long cpuNanos) {
    }

    private final List<Run> runs = new ArrayList<>();

    /** A seed was run; any thread may say so. */
    synchronized void add(SeedResult result, long cpuNanos) {
        runs.add(new Run(result.events(), result.virtualNanos(), cpuNanos));
    }

    /** Events for each second of a core. */
    public synchronized double eventsPerSecond() {
        return warm().stream().mapToLong(Run::events).sum() / seconds();
    }

    /** Seconds of virtual time for each second of a core. */
    public synchronized double virtualSecondsPerSecond() {
        return warm().stream().mapToLong(Run::virtualNanos).sum() / NANOS_PER_SECOND / seconds();
    }

    private double seconds() {
        return Math.max(1, warm().stream().mapToLong(Run::cpuNanos).sum()) / NANOS_PER_SECOND;
    }

    private List<Run> warm() {
        return runs.subList(runs.size() / WARM_UP_PART, runs.size());
    }
}
