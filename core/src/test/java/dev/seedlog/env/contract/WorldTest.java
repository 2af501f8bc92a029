package dev.seedlog.env.contract;

import dev.seedlog.base.HostPort;
import dev.seedlog.env.Connection;
import dev.seedlog.env.Listener;
import dev.seedlog.env.Outbound;
import dev.seedlog.env.ShardEnv;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts have in common: a fresh world for each test, and code that is run on a shard of it. */
public abstract class WorldTest {

    private TestWorld world;

    /** A fresh world. */
    protected abstract TestWorld newWorld();

    @BeforeEach
    final void openWorld() {
        world = newWorld();
    }

    @AfterEach
    final void closeWorld() {
        world.close();
    }

    /** This test's world. */
    protected final TestWorld world() {
        return world;
    }

    /** Starts a node of one shard that does what {@link #on} tells it. */
    protected final Script startScript(TestNode node) {
        return startScripts(node, 1).get(0);
    }

    /** Starts a node whose shards do what {@link #on} tells them. */
    protected final List<Script> startScripts(TestNode node, int shards) {
        Script[] scripts = new Script[shards];
        node.start(shards, (env, control) -> {
            Script script = new Script(env, control);
            synchronized (scripts) {
                scripts[env.shards().self()] = script;
            }
            return script;
        });
        List<Script> started = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int shard = i;
            world.runUntil("shard " + shard + " is there", () -> {
                synchronized (scripts) {
                    return scripts[shard] != null;
                }
            });
            synchronized (scripts) {
                started.add(scripts[shard]);
            }
        }
        return started;
    }

    /** Runs code in a turn of a shard and gives its result; what it throws is thrown here. */
    protected final <T> T on(Script shard, Function<ShardEnv, T> code) {
        AtomicReference<Outcome<T>> outcome = new AtomicReference<>();
        shard.submit(env -> outcome.set(Outcome.of(code, env)));
        world.runUntil("the shard ran what the test gave it", () -> outcome.get() != null);
        return outcome.get().get();
    }

    /** Asks a question in a turn of a shard. */
    protected final boolean is(Script shard, Predicate<ShardEnv> question) {
        return this.<Boolean>on(shard, question::test);
    }

    /** Asks for a number in a turn of a shard. */
    protected final long number(Script shard, ToLongFunction<ShardEnv> question) {
        return this.<Long>on(shard, question::applyAsLong);
    }

    /** Runs code in a turn of a shard; what it throws is thrown here. */
    protected final void run(Script shard, Consumer<ShardEnv> code) {
        on(shard, env -> {
            code.accept(env);
            return true;
        });
    }

    /** Opens a listener whose connections are all served by {@code peer}. */
    protected final HostPort listen(Script shard, TestNode node, Peer peer) {
        Listener listener = on(shard, env -> env.network().listen(new HostPort(node.host(), 0), peer::accepted));
        return listener.boundTo();
    }

    /** Opens a connection and waits until it is established at both ends. */
    protected final Connection connect(Script from, HostPort to, Peer client, Peer server) {
        Connection connection = on(from, env -> client.opened(env.network().connect(to, client)));
        world.runUntil("both ends are connected", () -> client.connected() && server.connection() != null);
        return connection;
    }

    /** Sends bytes, again after each refusal until they are taken. */
    protected final void send(Script shard, Connection connection, byte[] bytes) {
        while (!is(shard, env -> connection.trySend(message(bytes)))) {
            world.runFor(1_000_000);
        }
    }

    /** A message of bytes. */
    protected static Outbound message(byte[] bytes) {
        return new Outbound().add(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    /** Bytes that differ from place to place and from seed to seed. */
    protected static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        int state = seed * 0x9E3779B1 + 1;
        for (int i = 0; i < length; i++) {
            state = state * 1664525 + 1013904223;
            bytes[i] = (byte) (state >>> 24);
        }
        return bytes;
    }

    /** What became of code that ran on a shard. */
    private record Outcome<T>(T value, Throwable failure) {

        static <T> Outcome<T> of(Function<ShardEnv, T> code, ShardEnv env) {
            try {
                return new Outcome<>(code.apply(env), null);
            } catch (RuntimeException | Error e) {
                return new Outcome<>(null, e);
            }
        }

        T get() {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return value;
        }
    }
}
