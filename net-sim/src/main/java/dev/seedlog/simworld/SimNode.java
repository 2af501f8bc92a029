package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;

/**
 * A node: a process that is started, killed, paused and started again, on a machine whose power may be cut. Clients are
 * nodes too, with a program of their own.
 */
public final class SimNode {

    private final SimMachine machine;
    private final String name;
    private final int index;
    private SimProcess process;
    private int incarnation;

    SimNode(SimMachine machine, String name, int index) {
        this.machine = machine;
        this.name = name;
        this.index = index;
        machine.add(this);
        machine.world().registered(this);
    }

    /** Its name, unique in the world. */
    public String name() {
        return name;
    }

    /** The host name by which other nodes reach it. */
    public String host() {
        return machine.host();
    }

    /** Its number, in the order in which nodes were made. */
    public int index() {
        return index;
    }

    /** The machine's disk. */
    public SimDisk disk() {
        return machine.disk();
    }

    /** The machine's clocks; others after a power cut. */
    public SimClock clock() {
        return machine.clock();
    }

    /** How often it was started. */
    public int incarnation() {
        return incarnation;
    }

    /**
     * Starts the process, and the machine if its power was cut.
     *
     * @throws IllegalStateException if it runs
     */
    public void start(int shards, NodeProgram program) {
        if (running()) {
            throw new IllegalStateException("node " + name + " runs already");
        }
        machine.powerOn();
        incarnation++;
        process = new SimProcess(this, incarnation, shards);
        process.start(program);
    }

    /** Asks each shard for a clean stop. Without effect if it does not run. */
    public void stop() {
        if (running()) {
            process.stop();
        }
    }

    /**
     * Kills the process, as SIGKILL does. Of each shard that is in a turn a drawn prefix of its disk operations
     * remains, the last write cut at any byte, and none of its sends and mails. The page cache survives. Peers see a
     * reset, or all that was on its way to them and then a reset.
     */
    public void kill() {
        processDied(SimProcess.Death.KILL);
    }

    /** Kills the process within its next turn that changes the disk, at a drawn moment. */
    public void killInWritingTurn() {
        if (running()) {
            process.dieInWritingTurn(this::kill);
        }
    }

    /**
     * Cuts the machine's power: of all its processes a prefix remains as for {@link #kill()}, and of what was not
     * forced what {@link SimDisk} says. Peers hear nothing. The machine stays off until {@link #start}.
     */
    public void powerCut() {
        machine.powerCut();
    }

    /** Cuts the power within the process's next turn that changes the disk, at a drawn moment. */
    public void powerCutInWritingTurn() {
        if (running()) {
            process.dieInWritingTurn(this::powerCut);
        }
    }

    /**
     * Has something happen within the process's next turn that changes the disk, at a drawn moment; not at all if it
     * does not run, or ends before. One thing can wait so: a later call replaces an earlier one.
     */
    public void inWritingTurn(Runnable what) {
        if (running()) {
            process.dieInWritingTurn(what);
        }
    }

    /** Stops the process's shards, as garbage collection does: time goes on, input queues up, timers are late. */
    public void pause() {
        if (running()) {
            process.pause();
        }
    }

    /** Lets the process go on. */
    public void resume() {
        if (running()) {
            process.resume();
        }
    }

    /** Whether the process was started and has not ended. */
    public boolean running() {
        return process != null && process.alive();
    }

    /** Whether the process is paused. */
    public boolean paused() {
        return running() && process.paused();
    }

    /** Whether the machine has power. */
    public boolean powered() {
        return machine.powered();
    }

    /** What the program said that it serves at, since the last start; or null. */
    public HostPort bootstrap() {
        return process == null ? null : process.bootstrap();
    }

    /** The exit status of the process that ended: 0 after a clean stop, what the program said, or 137 if killed. */
    public int exitStatus() {
        return process == null ? 0 : process.exitStatus();
    }

    /** What the program said when it could not go on, or null. */
    public String fatalReason() {
        return process == null ? null : process.fatalReason();
    }

    /** How many turns the process has run since its start, all shards together. */
    public long turns() {
        return process == null ? 0 : process.turns();
    }

    SimMachine machine() {
        return machine;
    }

    void processDied(SimProcess.Death how) {
        if (running()) {
            process.die(how);
        }
    }

    void clockChanged() {
        if (running()) {
            process.clockChanged();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
