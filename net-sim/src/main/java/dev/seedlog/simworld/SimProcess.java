package dev.seedlog.simworld;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One life of a node: its shards, and what the operating system holds for it. */
final class SimProcess {

    private static final int KILLED_STATUS = 137;

    /** How a process ends against its will. */
    enum Death {
        /** By a signal: the page cache survives, the kernel closes its connections. */
        KILL,
        /** With its machine: nobody tells its peers. */
        POWER_CUT
    }

    private final SimNode node;
    private final SimWorld world;
    private final RandomSource random;
    private final SimShard[] shards;
    private final Map<Long, SimConnection> connections = new LinkedHashMap<>();
    private boolean alive = true;
    private boolean paused;
    private Runnable dieInWritingTurn;
    private int stoppedShards;
    private HostPort bootstrap;
    private int exitStatus;
    private String fatalReason;
    private long turns;

    SimProcess(SimNode node, int incarnation, int shardCount) {
        this.node = node;
        this.world = node.machine().world();
        this.random = world.stream("process/" + node.name() + "/" + incarnation);
        this.shards = new SimShard[shardCount];
    }

    void start(NodeProgram program) {
        world.trace().note(Trace.Kind.START, node.index(), shards.length, node.incarnation(), 0);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new SimShard(this, i);
        }
        for (SimShard shard : shards) {
            shard.create(program);
        }
        if (fatalReason != null) {
            exit();
        }
    }

    void stop() {
        for (SimShard shard : shards) {
            shard.askToStop();
        }
    }

    SimNode node() {
        return node;
    }

    SimMachine machine() {
        return node.machine();
    }

    SimWorld world() {
        return world;
    }

    RandomSource random() {
        return random;
    }

    SimShard shard(int index) {
        return shards[index];
    }

    int shardCount() {
        return shards.length;
    }

    boolean alive() {
        return alive;
    }

    boolean paused() {
        return paused;
    }

    HostPort bootstrap() {
        return bootstrap;
    }

    int exitStatus() {
        return exitStatus;
    }

    String fatalReason() {
        return fatalReason;
    }

    long turns() {
        return turns;
    }

    void pause() {
        paused = true;
        world.trace().note(Trace.Kind.PAUSE, node.index(), 0, 0, 0);
    }

    void resume() {
        if (paused) {
            paused = false;
            world.trace().note(Trace.Kind.RESUME, node.index(), 0, 0, 0);
            boolean late = false;
            for (SimShard shard : shards) {
                late |= shard.resumed();
            }
            if (late) {
                world.hits().hit(Hits.Kind.LATE_AFTER_PAUSE);
            }
        }
    }

    void clockChanged() {
        for (SimShard shard : shards) {
            shard.clockChanged();
        }
    }

    void dieInWritingTurn(Runnable how) {
        dieInWritingTurn = how;
    }

    /** A shard has run a turn's input; its output leaves after {@code durationNanos}. */
    void turnRan(boolean wrote, long durationNanos) {
        turns++;
        if (wrote && dieInWritingTurn != null) {
            Runnable how = dieInWritingTurn;
            dieInWritingTurn = null;
            world.in(Draws.between(random, 0, durationNanos - 1), () -> {
                if (alive) {
                    how.run();
                }
            });
        }
    }

    void ready(HostPort address) {
        bootstrap = address;
    }

    /**
     * The turn in which a program says this is its shard's last, and what it answers still leaves; then the process
     * ends.
     */
    void fatal(int status, String why) {
        if (fatalReason == null) {
            fatalReason = why;
            exitStatus = status;
        }
    }

    void shardStopped() {
        stoppedShards++;
        if (stoppedShards == shards.length) {
            exit();
        }
    }

    /** Ends in an orderly way: the kernel closes what is open. */
    void exit() {
        end();
        world.trace().note(Trace.Kind.EXIT, node.index(), 0, exitStatus, 0);
        for (SimConnection connection : takeConnections()) {
            connection.processExited();
        }
    }

    void die(Death how) {
        TurnJournal.cut(random, shards);
        end();
        exitStatus = KILLED_STATUS;
        world.trace().note(Trace.Kind.KILL, node.index(), how.ordinal(), 0, 0);
        for (SimConnection connection : takeConnections()) {
            connection.processDied(how, random);
        }
    }

    void opened(SimConnection connection) {
        connections.put(connection.id(), connection);
    }

    void closed(SimConnection connection) {
        connections.remove(connection.id());
    }

    private void end() {
        alive = false;
        machine().disk().processEnded(this);
        world.network().processEnded(this);
    }

    private List<SimConnection> takeConnections() {
        List<SimConnection> open = new ArrayList<>(connections.values());
        connections.clear();
        return open;
    }
}
