package dev.seedlog.replica;

import dev.seedlog.env.Timer;
import dev.seedlog.env.Timers;
import java.util.ArrayDeque;

/** Looks now and then which followers do not keep up, twice in the time that they are given. */
public final class IsrChecks {

    private static final int PARTITIONS_PER_TURN = 1_000;

    private final Replicas replicas;
    private final long intervalNanos;
    private final Timer timer;
    private final ArrayDeque<Replica> left = new ArrayDeque<>();

    /**
     * Checks that have not begun.
     *
     * @param lagNanos the time that followers are given (replica.lag.time.max.ms)
     */
    public IsrChecks(Replicas replicas, long lagNanos, Timers timers) {
        this.replicas = replicas;
        this.intervalNanos = Math.max(1, lagNanos / 2);
        this.timer = timers.create("isr checks", this::advance);
    }

    /** Begins. */
    public void start() {
        timer.startIn(intervalNanos);
    }

    /** Ends. */
    public void stop() {
        timer.stop();
    }

    private void advance() {
        if (left.isEmpty()) {
            left.addAll(replicas.all());
        }
        for (int i = 0; i < PARTITIONS_PER_TURN && !left.isEmpty(); i++) {
            Replica replica = left.poll();
            if (replica.leader() != null) {
                replica.leader().shrinkIsr();
            }
        }
        timer.startIn(left.isEmpty() ? intervalNanos : 0);
    }
}
