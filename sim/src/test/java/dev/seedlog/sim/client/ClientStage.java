package dev.seedlog.sim.client;

import dev.seedlog.broker.quorum.QuorumObserver;
import dev.seedlog.client.AdminCall;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.AdminListener;
import dev.seedlog.client.ChannelObserver;
import dev.seedlog.client.ClientChannel;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.ClusterClient;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.base.HostPort;
import dev.seedlog.sim.SeedlogNodes;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import dev.seedlog.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** A calm world with a broker, on which a test lets clients do one thing after the other. */
final class ClientStage {

    static final long SECOND = 1_000_000_000;

    final SimWorld world = new SimWorld(1);
    final SimNode broker = world.node("broker");
    private final Map<String, String> settings = new TreeMap<>();
    private int clients;
    private AdminClient admin;

    /** The answer to an admin call. */
    static final class Told<T> implements AdminListener<T> {
        T result;
        ErrorCode error;
        boolean certain;

        @Override
        public void onDone(T value) {
            result = value;
            error = ErrorCode.NONE;
        }

        @Override
        public void onFailed(ErrorCode why, String message, boolean isCertain) {
            error = why;
            certain = isCertain;
        }
    }

    ClientStage() {
        settings.put("listeners", "PLAINTEXT://broker:9092,CONTROLLER://broker:9093");
        settings.put("log.dirs", "/data");
        settings.put("seedlog.shards", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "100");
        broker.disk().provide("/data");
        start();
        client("admin", (env, cluster) -> admin = new AdminClient(env, cluster, 20 * SECOND));
    }

    void start() {
        broker.start(1, new SeedlogNodes().create(settings, QuorumObserver.NONE));
    }

    /** A client on a machine of its own. */
    SimNode client(String name, BiConsumer<ShardEnv, ClusterClient> begin) {
        SimNode node = world.node(name + "-" + ++clients);
        node.start(1, (env, control) -> new Shard(name, begin, env, control));
        return node;
    }

    /** Asks, and waits for the answer. */
    <T> Told<T> ask(AdminCall<T> call) {
        await(() -> admin != null);
        Told<T> told = new Told<>();
        admin.call(call, told);
        await(() -> told.error != null);
        return told;
    }

    /** Asks, and does not wait. */
    <T> Told<T> begin(AdminCall<T> call) {
        await(() -> admin != null);
        Told<T> told = new Told<>();
        admin.call(call, told);
        return told;
    }

    void await(BooleanSupplier condition) {
        if (!world.runUntil(condition, 60 * SECOND)) {
            throw new AssertionError("it does not happen within a minute");
        }
    }

    /** A program with a client of the cluster. */
    private static final class Shard implements ShardProgram {
        private final String name;
        private final BiConsumer<ShardEnv, ClusterClient> begin;
        private final ShardEnv env;
        private final NodeControl control;
        private ClusterClient cluster;

        private Shard(String name, BiConsumer<ShardEnv, ClusterClient> begin, ShardEnv env, NodeControl control) {
            this.name = name;
            this.begin = begin;
            this.env = env;
            this.control = control;
        }

        @Override
        public void start() {
            ClientSettings settings = new ClientSettings(name, 3 * SECOND, SECOND / 100, SECOND / 2, Map.of());
            cluster = new ClusterClient(env, List.of(new HostPort("broker", 9092)), settings, new ChannelObserver() {
                @Override
                public void onReady(ClientChannel channel) {
                    // Nobody needs to know.
                }
            });
            begin.accept(env, cluster);
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
            cluster.stop();
            control.stopped();
        }
    }
}
