package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Connection;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.contract.Peer;
import dev.seedlog.env.contract.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** What tests of the simulated world itself have in common. */
final class Stages {

    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final int PORT = 9092;

    private Stages() {
    }

    /** A world with nodes that do what a test tells them. */
    static class Stage {
        final SimWorld world;
        private final List<List<Script>> scripts = new ArrayList<>();

        Stage(long seed) {
            this(new SimWorld(seed));
        }

        Stage(SimWorld world) {
            this.world = world;
        }

        SimNode node(String name) {
            SimNode node = world.node(name);
            node.disk().provide("/data");
            start(node, 1);
            return node;
        }

        void start(SimNode node, int shards) {
            while (scripts.size() <= node.index()) {
                scripts.add(null);
            }
            List<Script> started = new ArrayList<>();
            scripts.set(node.index(), started);
            node.start(shards, (env, control) -> {
                Script script = new Script(env, control);
                started.add(script);
                return script;
            });
        }

        Script script(SimNode node, int shard) {
            return scripts.get(node.index()).get(shard);
        }

        /** Has code run in a turn, and waits until that turn is over. */
        void run(SimNode node, Consumer<ShardEnv> code) {
            boolean[] ran = new boolean[1];
            script(node, 0).submit(env -> {
                code.accept(env);
                ran[0] = true;
            });
            assertTrue(world.runUntil(() -> ran[0], SECOND));
            world.runFor(world.options().turns().maxTurnNanos());
        }

        /** Has code run in a turn sometime; it may be the last. */
        void submit(SimNode node, int shard, Consumer<ShardEnv> code) {
            script(node, shard).submit(code);
        }

        void listen(SimNode node, Peer peer) {
            run(node, env -> env.network().listen(new HostPort(node.host(), PORT), peer::accepted));
        }

        Connection connect(SimNode from, SimNode to, Peer client) {
            run(from, env -> client.opened(env.network().connect(new HostPort(to.host(), PORT), client)));
            return client.connection();
        }

        /** A connection whose both ends are up. */
        Connection connected(SimNode from, SimNode to, Peer client, Peer server) {
            listen(to, server);
            Connection connection = connect(from, to, client);
            assertTrue(world.runUntil(() -> client.connected() && server.connection() != null, SECOND));
            return connection;
        }

        void send(SimNode from, Connection connection, int... bytes) {
            run(from, env -> connection.trySend(message(bytes)));
        }
    }

    static Outbound message(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Outbound().add(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
