package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.ClusterClient;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;

/** What all clients are: a program with one shard and one client of the cluster. */
abstract class ClientShard implements ShardProgram {

    private final Workload workload;
    private final ShardEnv env;
    private final NodeControl control;
    private final GenerationWatch generations;
    private final ClientSettings settings;
    private ClusterClient cluster;

    ClientShard(Workload workload, ClientSettings settings, ShardEnv env, NodeControl control) {
        this.workload = workload;
        this.settings = settings;
        this.env = env;
        this.control = control;
        this.generations = new GenerationWatch(workload.recorder());
    }

    Workload workload() {
        return workload;
    }

    Recorder recorder() {
        return workload.recorder();
    }

    ShardEnv env() {
        return env;
    }

    ClusterClient cluster() {
        return cluster;
    }

    GenerationWatch generations() {
        return generations;
    }

    @Override
    public final void start() {
        connect();
        begin();
    }

    /** Begins with new connections, and without a memory, as a client that was started again. */
    final void connect() {
        if (cluster != null) {
            cluster.stop();
        }
        cluster = new ClusterClient(env, workload.bootstrap(), settings, generations);
    }

    /** The first turn; the cluster's client is there. */
    abstract void begin();

    /** The program ends: its timers rest. */
    void end() {
        // Most have nothing to do.
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        // It has one shard.
    }

    @Override
    public void endTurn() {
        if (cluster != null) {
            cluster.endTurn();
        }
    }

    @Override
    public void stop() {
        end();
        cluster.stop();
        control.stopped();
    }
}
