package dev.seedlog.simworld;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The network between the machines. It carries byte streams as TCP does, so whatever happens to packets shows as delay:
 * a blocked link holds what is sent until it is opened; connections break only by a reset, a death, or silently.
 */
public final class SimNetwork {

    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int LAST_PORT = 65_535;

    private final SimWorld world;
    private final Map<String, SimMachine> machines = new TreeMap<>();
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final Map<Long, SimListener> listeners = new TreeMap<>();
    private final Map<Long, SimConnection> connections = new LinkedHashMap<>();
    private long connectionIds;
    private int ephemeralPort = FIRST_EPHEMERAL_PORT;

    SimNetwork(SimWorld world) {
        this.world = world;
    }

    /** Blocks one direction. */
    public void block(SimNode from, SimNode to) {
        note(from, to, 1);
        link(from.machine(), to.machine()).block();
    }

    /** Opens one direction. */
    public void unblock(SimNode from, SimNode to) {
        note(from, to, 0);
        link(from.machine(), to.machine()).unblock();
    }

    /** Blocks one direction for a time, whatever else blocks it meanwhile. */
    public void clog(SimNode from, SimNode to, long nanos) {
        blockFor(from, to, nanos, Hits.Kind.CLOGGED);
    }

    /** Blocks the direction from one side of a partition to the other for a time. */
    public void partitionOneWay(Collection<SimNode> from, Collection<SimNode> to, long nanos) {
        eachPair(from, to, (node, other) -> blockFor(node, other, nanos, Hits.Kind.ONE_WAY));
    }

    /** Blocks both directions between two sides for a time. */
    public void partitionFor(Collection<SimNode> side, Collection<SimNode> otherSide, long nanos) {
        eachPair(side, otherSide, (node, other) -> {
            blockFor(node, other, nanos, Hits.Kind.PARTITIONED);
            blockFor(other, node, nanos, Hits.Kind.PARTITIONED);
        });
    }

    private void blockFor(SimNode from, SimNode to, long nanos, Hits.Kind why) {
        note(from, to, 6);
        Link link = link(from.machine(), to.machine());
        int number = link.blockTimed(why);
        world.in(nanos, () -> {
            note(from, to, 7);
            link.unblockTimed(number);
        });
    }

    /** Makes one direction slower and narrower than it is by itself, for a time. */
    public void degrade(SimNode from, SimNode to, long latencyFactor, long bandwidthDivisor, long nanos) {
        note(from, to, 8);
        Link link = link(from.machine(), to.machine());
        link.degrade(latencyFactor, bandwidthDivisor);
        world.in(nanos, () -> link.degrade(1, 1));
    }

    /** Blocks both directions between each node of one side and each of the other. */
    public void partition(Collection<SimNode> side, Collection<SimNode> otherSide) {
        eachPair(side, otherSide, (node, other) -> {
            block(node, other);
            block(other, node);
        });
    }

    private static void eachPair(Collection<SimNode> side, Collection<SimNode> otherSide,
                                 BiConsumer<SimNode, SimNode> action) {
        for (SimNode node : side) {
            for (SimNode other : otherSide) {
                if (node.machine() != other.machine()) {
                    action.accept(node, other);
                }
            }
        }
    }

    /** Blocks both directions between a node and all others. */
    public void isolate(SimNode node) {
        partition(List.of(node), world.nodes());
    }

    /** Opens every link. */
    public void heal() {
        world.trace().note(Trace.Kind.LINK, 0, 0, -1, 0);
        for (Link link : new ArrayList<>(links.values())) {
            link.heal();
        }
    }

    /** Sets the latency of one direction. */
    public void setLatency(SimNode from, SimNode to, long minNanos, long maxNanos) {
        link(from.machine(), to.machine()).setLatency(minNanos, maxNanos);
    }

    /** Tears down all connections between two nodes: each end hears a reset. */
    public void reset(SimNode one, SimNode other) {
        note(one, other, 2);
        for (SimConnection connection : between(one, other)) {
            connection.cut();
        }
    }

    /** Has all present connections between two nodes lose everything from now on, without telling either end. */
    public void silence(SimNode one, SimNode other) {
        note(one, other, 3);
        for (SimConnection connection : between(one, other)) {
            connection.silence();
        }
    }

    /** Has a node's machine refuse new connections, as a firewall or a full backlog does. */
    public void refuseConnects(SimNode node, boolean refuse) {
        note(node, node, refuse ? 4 : 5);
        node.machine().setRefusing(refuse);
    }

    SimMachine machine(String host) {
        return machines.get(host);
    }

    void add(SimMachine machine) {
        machines.put(machine.host(), machine);
    }

    Link link(SimMachine from, SimMachine to) {
        return links.computeIfAbsent(((long) from.index() << Integer.SIZE) | to.index(),
                unseen -> new Link(world, from, to));
    }

    long nextConnectionId() {
        return ++connectionIds;
    }

    /** A port that nobody listens at on a machine. */
    int freePort(SimMachine machine) {
        do {
            ephemeralPort = ephemeralPort == LAST_PORT ? FIRST_EPHEMERAL_PORT : ephemeralPort + 1;
        } while (listeners.containsKey(key(machine, ephemeralPort)));
        return ephemeralPort;
    }

    /** Takes a port; false if it is taken. */
    boolean bind(SimListener listener) {
        return listeners.putIfAbsent(key(listener.machine(), listener.boundTo().port()), listener) == null;
    }

    void unbind(SimListener listener) {
        listeners.remove(key(listener.machine(), listener.boundTo().port()), listener);
    }

    /** Who accepts at a port, or null. */
    SimListener listener(SimMachine machine, int port) {
        SimListener listener = listeners.get(key(machine, port));
        if (listener != null && machine.refusing()) {
            world.hits().hit(Hits.Kind.REFUSED);
            return null;
        }
        return listener;
    }

    /** Who listens at a port of a process's machine, if it is that process itself; null if it is not. */
    SimListener listener(SimProcess process, int port) {
        SimListener found = listeners.get(key(process.machine(), port));
        return found != null && found.shard().process() == process ? found : null;
    }

    void processEnded(SimProcess process) {
        listeners.values().removeIf(listener -> listener.shard().process() == process);
    }

    void opened(SimConnection connection) {
        connections.put(connection.id(), connection);
    }

    void closed(SimConnection connection) {
        connections.remove(connection.id());
    }

    /** A machine is up again and knows nothing of its old connections: whoever still sends into one hears a reset. */
    void machineBooted(SimMachine machine) {
        for (SimConnection connection : new ArrayList<>(connections.values())) {
            connection.peerBooted(machine);
        }
    }

    private List<SimConnection> between(SimNode one, SimNode other) {
        List<SimConnection> found = new ArrayList<>();
        for (SimConnection connection : connections.values()) {
            if (connection.isBetween(one.machine(), other.machine())) {
                found.add(connection);
            }
        }
        return found;
    }

    private void note(SimNode from, SimNode to, long what) {
        world.trace().note(Trace.Kind.LINK, from.index(), 0, to.index(), what);
    }

    private static long key(SimMachine machine, int port) {
        return ((long) machine.index() << Integer.SIZE) | port;
    }
}
