package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Clock;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.TimerQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;

/**
 * Drives the program of one shard in turns. What arrives while a turn runs waits for the next and is batched with all
 * else that came meanwhile. A turn has two moments: its input runs, and a drawn time later its output leaves; what
 * happens to the process between the two hits a turn in the middle. A turn that has done nothing to the outside takes
 * its time all the same, but its end is no event of its own.
 */
final class SimShard implements NodeControl, Clock {

    private final SimProcess process;
    private final SimWorld world;
    private final int index;
    private final RandomSource random;
    private final TimerQueue timers = new TimerQueue(this);
    private final TurnJournal journal = new TurnJournal();
    private final ShardNetwork network;
    private final ShardDisk disk;
    private final ShardMail mail;
    private final Deque<Runnable> networkInput = new ArrayDeque<>();
    private final Deque<Runnable> diskInput = new ArrayDeque<>();
    private final Deque<Runnable> mailInput = new ArrayDeque<>();
    private ShardProgram program;
    private boolean started;
    private boolean stopAsked;
    private boolean stopped;
    private boolean inTurn;
    private boolean failing;
    private boolean releaseHeld;
    private long busyUntil;
    private long nextTurnAt = Long.MAX_VALUE;
    private long turnVersion;
    private long timerWakeAt = Long.MAX_VALUE;
    private long nanoTime = Long.MIN_VALUE;
    private long epochMillis;

    SimShard(SimProcess process, int index) {
        this.process = process;
        this.world = process.world();
        this.index = index;
        this.random = process.random().fork("shard/" + index);
        this.network = new ShardNetwork(this);
        this.disk = new ShardDisk(this);
        this.mail = new ShardMail(this);
    }

    void create(NodeProgram source) {
        sampleClock();
        RandomSource own = random.fork("program");
        ShardEnv env = new ShardEnv(this, timers, own, network, disk, mail, world.faults(), world.probes());
        guarded(() -> program = source.createShard(env, this));
        wake(world.nowNanos());
    }

    SimProcess process() {
        return process;
    }

    int index() {
        return index;
    }

    ShardProgram program() {
        return program;
    }

    TurnJournal journal() {
        return journal;
    }

    /** Something is to be sent. It leaves at the end of a turn: of the next, if a test asks for it between two. */
    void hasOutput() {
        if (!inTurn) {
            wake(world.nowNanos());
        }
    }

    ShardMail mail() {
        return mail;
    }

    void note(Trace.Kind kind, long first, long second) {
        world.trace().note(kind, process.node().index(), index, first, second);
    }

    void note(Trace.Kind kind, long first, DirectBuffer bytes) {
        note(kind, first, bytes, 0, bytes.capacity());
    }

    void note(Trace.Kind kind, long first, DirectBuffer buffer, int offset, int length) {
        world.trace().note(kind, process.node().index(), index, first, buffer, offset, length);
    }

    ShardNetwork network() {
        return network;
    }

    void networkInput(Runnable input) {
        networkInput.add(input);
        wake(world.nowNanos());
    }

    void diskInput(Runnable input) {
        diskInput.add(input);
        wake(world.nowNanos());
    }

    void mailInput(Runnable input) {
        mailInput.add(input);
        wake(world.nowNanos());
    }

    void askToStop() {
        stopAsked = true;
        wake(world.nowNanos());
    }

    /** The process goes on; whether anything had waited for that. */
    boolean resumed() {
        boolean late = releaseHeld || hasInput()
                || timers.nextDeadlineNanos() <= process.machine().clock().nanoTime();
        // A turn that was due when the pause began has not run.
        nextTurnAt = Long.MAX_VALUE;
        if (releaseHeld) {
            releaseHeld = false;
            release();
        } else {
            scheduleNext();
        }
        return late;
    }

    void clockChanged() {
        timerWakeAt = Long.MAX_VALUE;
        scheduleTimers();
    }

    @Override
    public long nanoTime() {
        return nanoTime;
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }

    @Override
    public void ready(HostPort bootstrap) {
        process.ready(bootstrap);
    }

    @Override
    public void stopped() {
        stopped = true;
    }

    @Override
    public void fatal(int exitStatus, String why) {
        failing = true;
        process.fatal(exitStatus, why);
    }

    private boolean ended() {
        return !process.alive() || stopped && !inTurn || process.fatalReason() != null && !failing;
    }

    private void wake(long earliest) {
        long at = Math.max(earliest, busyUntil);
        if (!inTurn && !process.paused() && at < nextTurnAt && !ended()) {
            nextTurnAt = at;
            long version = ++turnVersion;
            world.queue().at(at, () -> {
                if (version == turnVersion && !ended() && !process.paused()) {
                    runTurn();
                }
            });
        }
    }

    private void runTurn() {
        nextTurnAt = Long.MAX_VALUE;
        turnVersion++;
        inTurn = true;
        sampleClock();
        note(Trace.Kind.TURN, nanoTime, networkInput.size());
        guarded(this::runPhases);
        long duration = Draws.between(random, world.options().turns().minTurnNanos(),
                world.options().turns().maxTurnNanos());
        process.turnRan(!journal.isEmpty(), duration);
        if (leavesNothing()) {
            inTurn = false;
            busyUntil = world.nowNanos() + duration;
            scheduleNext();
            return;
        }
        world.queue().at(world.nowNanos() + duration, () -> {
            if (!process.alive()) {
                return;
            }
            if (process.paused()) {
                releaseHeld = true;
            } else {
                release();
            }
        });
    }

    private boolean leavesNothing() {
        return journal.isEmpty() && disk.isIdle() && mail.isIdle() && network.isIdle() && !failing && !stopped;
    }

    private void runPhases() {
        if (!started) {
            started = true;
            program.start();
        }
        drain(networkInput);
        drain(diskInput);
        drain(mailInput);
        int expired = timers.expire();
        if (expired > 0) {
            note(Trace.Kind.TIMER, expired, 0);
        }
        if (stopAsked) {
            stopAsked = false;
            program.stop();
        }
        program.endTurn();
        network.endTurn();
    }

    /** Runs what was there when the phase began. */
    private static void drain(Deque<Runnable> input) {
        for (int left = input.size(); left > 0; left--) {
            input.poll().run();
        }
    }

    private void release() {
        journal.clear();
        inTurn = false;
        disk.release();
        mail.release();
        network.release();
        if (failing) {
            process.exit();
        } else if (stopped) {
            process.shardStopped();
        } else {
            scheduleNext();
        }
    }

    private void scheduleNext() {
        if (hasInput()) {
            wake(world.nowNanos());
        }
        scheduleTimers();
    }

    private boolean hasInput() {
        return !networkInput.isEmpty() || !diskInput.isEmpty() || !mailInput.isEmpty() || stopAsked || !started;
    }

    /** One event waits for the earliest deadline; when it comes and the deadline has moved, it waits again. */
    private void scheduleTimers() {
        long deadline = timers.nextDeadlineNanos();
        if (deadline == Long.MAX_VALUE || inTurn) {
            return;
        }
        long at = Math.max(world.nowNanos(), process.machine().clock().worldTimeOf(deadline));
        if (at < timerWakeAt) {
            timerWakeAt = at;
            world.queue().at(at, () -> timerDue(at));
        }
    }

    private void timerDue(long at) {
        if (at != timerWakeAt || ended()) {
            return;
        }
        timerWakeAt = Long.MAX_VALUE;
        if (inTurn || process.paused()) {
            return;
        }
        if (timers.nextDeadlineNanos() <= process.machine().clock().nanoTime()) {
            wake(world.nowNanos());
        } else {
            scheduleTimers();
        }
    }

    private void sampleClock() {
        // Strictly increasing, so that two turns are never at the same time.
        nanoTime = Math.max(nanoTime + 1, process.machine().clock().nanoTime());
        epochMillis = process.machine().clock().epochMillis();
        process.machine().clock().seen();
    }

    /** Whatever a program throws ends the run. */
    private void guarded(Runnable code) {
        try {
            code.run();
        } catch (RuntimeException | Error e) {
            world.fail(new SimFailure(process.node().name(), index, world.nowNanos(), e));
        }
    }
}
