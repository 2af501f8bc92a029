package dev.seedlog.simworld;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A world of its own: machines, the network between them, and virtual time, on one thread. Time jumps from event to
 * event; whatever is drawn is drawn from streams that are forked, by name, from one seed.
 *
 * <p>Programs run on {@link SimNode}s. Faults are methods of the nodes, of their {@link SimDisk} and {@link SimClock},
 * and of the {@link SimNetwork}; a fault plan calls them from {@link #in}, so that they are events like all others.
 */
public final class SimWorld {

    private final EventQueue queue = new EventQueue();
    private final Trace trace = new Trace(queue);
    private final SimOptions options;
    private final RandomSource root;
    private final SimNetwork network;
    private final SimFaults faults;
    private final SimProbes probes = new SimProbes();
    private final Hits hits = new Hits();
    private final List<SimNode> nodes = new ArrayList<>();
    private int machines;
    private long events;
    private SimFailure failure;

    /** A calm world. */
    public SimWorld(long seed) {
        this(seed, SimOptions.calm());
    }

    /** The world of a seed. */
    public SimWorld(long seed, SimOptions options) {
        this.options = options;
        this.root = new TracedRandom(trace, new SeededRandom(seed));
        this.network = new SimNetwork(this);
        this.faults = new SimFaults(root.fork("faults"), options.buggifyPermille());
    }

    /** A machine with an empty disk, and the process on it, which is not started yet. Its host is its name. */
    public SimNode node(String name) {
        if (network.machine(name) != null) {
            throw new IllegalArgumentException("there is a machine '" + name + "' already");
        }
        SimMachine machine = new SimMachine(this, name, machines++);
        network.add(machine);
        return new SimNode(machine, name, addNode());
    }

    /** Another process on the machine of a node. */
    public SimNode sibling(String name, SimNode of) {
        return new SimNode(of.machine(), name, addNode());
    }

    /** All nodes in the order in which they were made. */
    public List<SimNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The network between the machines. */
    public SimNetwork network() {
        return network;
    }

    /** What happened so far. */
    public Trace trace() {
        return trace;
    }

    /** The rare paths that are forced. */
    public SimFaults faults() {
        return faults;
    }

    /** The rare paths that ran. */
    public SimProbes probes() {
        return probes;
    }

    /** How often what was wrong has hit something. */
    public Hits hits() {
        return hits;
    }

    /** What this world is like. */
    public SimOptions options() {
        return options;
    }

    /** The world's time, which no node knows. */
    public long nowNanos() {
        return queue.now();
    }

    /** How many events have happened. */
    public long events() {
        return events;
    }

    /** A stream of chance for whoever plans faults or work; equal names give equal streams. */
    public RandomSource random(String stream) {
        return root.fork("user/" + stream);
    }

    /** Has something happen after a delay, as an event: a fault for instance. */
    public void in(long delayNanos, Runnable action) {
        queue.at(queue.now() + Math.max(0, delayNanos), action);
    }

    /**
     * Lets the next event happen.
     *
     * @return false if nothing will ever happen
     * @throws SimFailure if a program threw; the world is over then, and each further step throws it again
     */
    public boolean step() {
        throwFailure();
        if (queue.nextTime() == Long.MAX_VALUE) {
            return false;
        }
        events++;
        queue.fireNext();
        throwFailure();
        return true;
    }

    /** Lets time pass. */
    public void runFor(long nanos) {
        runUntil(() -> false, nanos);
    }

    /**
     * Lets time pass until a condition holds, which is asked after every event.
     *
     * @return whether it holds; false after {@code atMostNanos}
     */
    public boolean runUntil(BooleanSupplier condition, long atMostNanos) {
        long deadline = queue.now() + atMostNanos;
        while (!condition.getAsBoolean()) {
            if (queue.nextTime() > deadline) {
                queue.advanceTo(deadline);
                return false;
            }
            step();
        }
        return true;
    }

    EventQueue queue() {
        return queue;
    }

    /** A stream for a part of the world itself. */
    RandomSource stream(String name) {
        return root.fork(name);
    }

    void registered(SimNode node) {
        nodes.add(node);
    }

    void fail(SimFailure why) {
        if (failure == null) {
            failure = why;
        }
    }

    private int addNode() {
        return nodes.size();
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }
}
