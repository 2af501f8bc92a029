package dev.seedlog.simworld;

import java.util.ArrayList;
import java.util.List;

/** A machine: a host on the network, a disk, a clock, and the processes that run on it. */
final class SimMachine {

    private final SimWorld world;
    private final String host;
    private final int index;
    private final List<SimNode> nodes = new ArrayList<>();
    private final SimDisk disk;
    private SimClock clock;
    private boolean powered = true;
    private boolean refusing;
    private int boots = 1;

    SimMachine(SimWorld world, String host, int index) {
        this.world = world;
        this.host = host;
        this.index = index;
        this.disk = new SimDisk(this);
        this.clock = newClock();
    }

    SimWorld world() {
        return world;
    }

    String host() {
        return host;
    }

    int index() {
        return index;
    }

    SimDisk disk() {
        return disk;
    }

    SimClock clock() {
        return clock;
    }

    boolean powered() {
        return powered;
    }

    /** Whether new connections are refused, whoever listens. */
    boolean refusing() {
        return refusing;
    }

    void setRefusing(boolean refuse) {
        refusing = refuse;
    }

    void add(SimNode node) {
        nodes.add(node);
    }

    /** Ends all that runs here without a word to anyone, and leaves on the disk what a power cut leaves. */
    void powerCut() {
        if (!powered) {
            return;
        }
        world.trace().note(Trace.Kind.POWER_CUT, index, 0, boots, 0);
        for (SimNode node : nodes) {
            node.processDied(SimProcess.Death.POWER_CUT);
        }
        powered = false;
        disk.powerCut();
    }

    /** Boots again, if it is off: with another beginning of its monotonic clock. */
    void powerOn() {
        if (!powered) {
            powered = true;
            boots++;
            clock = newClock();
            world.network().machineBooted(this);
        }
    }

    /** How often it was booted. */
    int boots() {
        return boots;
    }

    /** The clock was changed: deadlines are at other times of the world now. */
    void clockChanged(long by) {
        world.trace().note(Trace.Kind.CLOCK, index, 0, by, 0);
        for (SimNode node : nodes) {
            node.clockChanged();
        }
    }

    private SimClock newClock() {
        return new SimClock(this, world.stream("clock/" + host + "/" + boots), clock);
    }
}
