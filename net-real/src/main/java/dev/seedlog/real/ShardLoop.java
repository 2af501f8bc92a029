package dev.seedlog.real;

import dev.seedlog.env.Faults;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.Probes;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.TimerQueue;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * One shard: an event loop on a thread of its own. It sleeps in its selector until a socket, a helper thread, another
 * shard or a deadline wakes it, and then takes a turn, in the order that {@link ShardProgram} documents. It never
 * spins.
 */
final class ShardLoop {

    /** How long connections that were closed may take to send the rest when the shard has stopped. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_SLEEP_MS = TimeUnit.HOURS.toMillis(1);
    private static final long NO_WAIT = 0;

    private final RealClock clock = new RealClock();
    private final TimerQueue timers = new TimerQueue(clock);
    private final Parking parking;
    private final RealNetwork network;
    private final RealDisk disk;
    private final RealShards shards;

    /** Asked from outside: a clean stop. */
    private volatile boolean stopAsked;
    /** Asked from outside: no further turn. */
    private volatile boolean abandoned;
    private boolean stopTold;
    private boolean stopped;

    /** The parts of one shard; {@code parking} wakes {@code selector}. */
    ShardLoop(Selector selector, Parking parking, RealShards shards, RealNodeOptions options, NodeServices services) {
        this.parking = parking;
        this.shards = shards;
        this.network = new RealNetwork(selector, timers, options, services, new Inbox(parking));
        this.disk = new RealDisk(services.lanes(), services.openFiles(), new Inbox(parking));
    }

    /** Asks for a clean stop; from any thread. */
    void stop() {
        stopAsked = true;
        parking.wake();
    }

    /** Ends the loop after its turn, as if the process had been killed; from any thread. */
    void abandon() {
        abandoned = true;
        parking.wake();
    }

    /** The program's clean stop is complete; called in a turn, which is the last. */
    void programStopped() {
        stopped = true;
    }

    /** Runs until the program has stopped or the shard is abandoned. Sockets are closed then, whatever happened. */
    void run(NodeProgram node, RandomSource random, NodeControl control) throws IOException {
        try {
            clock.sample();
            ShardProgram program = node.createShard(new ShardEnv(clock, timers, random, network, disk, shards,
                    Faults.NONE, Probes.NONE), control);
            program.start();
            endTurn(program);
            while (!stopped && !abandoned) {
                sleep(timers.nextDeadlineNanos());
                turn(program);
            }
            sayFarewell();
        } finally {
            network.abandon();
        }
    }

    private void turn(ShardProgram program) {
        clock.sample();
        network.input();
        disk.deliver();
        shards.deliver(program);
        timers.expire();
        if (stopAsked && !stopTold) {
            stopTold = true;
            program.stop();
        }
        endTurn(program);
    }

    private void endTurn(ShardProgram program) {
        program.endTurn();
        disk.release();
        network.release();
        shards.release();
    }

    private void sleep(long deadlineNanos) throws IOException {
        long timeoutMs = timeoutMs(deadlineNanos);
        if (timeoutMs == NO_WAIT || hasWork()) {
            network.select(NO_WAIT);
            return;
        }
        parking.park();
        try {
            network.select(hasWork() ? NO_WAIT : timeoutMs);
        } finally {
            parking.unpark();
        }
    }

    private boolean hasWork() {
        return network.hasWork() || disk.hasCompletions() || shards.hasMail() || stopAsked && !stopTold || abandoned;
    }

    /** Rounded up: a timer that is early would only cost a turn for nothing. */
    private static long timeoutMs(long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            return LONGEST_SLEEP_MS;
        }
        long leftNanos = deadlineNanos - System.nanoTime();
        return leftNanos <= 0 ? NO_WAIT : Math.min(LONGEST_SLEEP_MS, (leftNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
    }

    /** Sends what connections that were closed still have. The program is not called any more. */
    private void sayFarewell() throws IOException {
        long deadlineNanos = System.nanoTime() + FAREWELL_NANOS;
        while (stopped && network.isClosing() && System.nanoTime() < deadlineNanos) {
            network.select(timeoutMs(deadlineNanos));
            clock.sample();
            network.input();
            network.release();
        }
    }
}
