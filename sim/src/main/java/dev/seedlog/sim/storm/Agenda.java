package dev.seedlog.sim.storm;

import dev.seedlog.env.Clock;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import java.util.PriorityQueue;

/** What is to be done later, on a shard. */
final class Agenda {

    /** An entry; those of one time in the order in which they were made. */
    private record Entry(long atNanos, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return atNanos != other.atNanos ? Long.compare(atNanos, other.atNanos) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Clock clock;
    private final Timer timer;
    private long number;

    Agenda(ShardEnv env) {
        this.clock = env.clock();
        this.timer = env.timers().create("agenda", this::advance);
    }

    /** Does something after a time. */
    void in(long nanos, Runnable what) {
        entries.add(new Entry(clock.nanoTime() + nanos, number++, what));
        timer.startIn(Math.max(0, entries.peek().atNanos - clock.nanoTime()));
    }

    private void advance() {
        while (!entries.isEmpty() && entries.peek().atNanos <= clock.nanoTime()) {
            entries.poll().what.run();
        }
        if (!entries.isEmpty()) {
            timer.startIn(entries.peek().atNanos - clock.nanoTime());
        }
    }

    /** Forgets all of it. */
    void clear() {
        entries.clear();
        timer.stop();
    }
}
