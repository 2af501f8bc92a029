package dev.seedlog.env.contract;

import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * A program that does what a test tells it: it looks for orders at short intervals, so that a world needs no other way
 * in than its timers.
 */
public final class Script implements ShardProgram {

    private static final long INTERVAL_NANOS = 200_000;

    private final ShardEnv env;
    private final NodeControl control;
    private final Timer timer;
    private final List<Consumer<ShardEnv>> orders = new ArrayList<>();
    private ObjIntConsumer<ShardMessage> mailHandler = (message, from) -> { };
    private long turn;

    /** A program for one shard. */
    public Script(ShardEnv env, NodeControl control) {
        this.env = env;
        this.control = control;
        this.timer = env.timers().create("orders", this::obey);
    }

    /** Has code run in a later turn; may be called from anywhere. */
    public void submit(Consumer<ShardEnv> order) {
        synchronized (orders) {
            orders.add(order);
        }
    }

    /** Sets who hears mail; to be called on the shard. */
    public void onMailDo(ObjIntConsumer<ShardMessage> handler) {
        mailHandler = handler;
    }

    /** How many turns have ended; to be called on the shard. */
    public long turn() {
        return turn;
    }

    /** The way to the process. */
    public NodeControl control() {
        return control;
    }

    @Override
    public void start() {
        timer.startIn(0);
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        mailHandler.accept(message, fromShard);
    }

    @Override
    public void endTurn() {
        turn++;
    }

    @Override
    public void stop() {
        timer.stop();
        control.stopped();
    }

    /** Does what was ordered before it looked: who orders again once it has seen a result gets a later turn for it. */
    private void obey() {
        List<Consumer<ShardEnv>> ordered;
        synchronized (orders) {
            ordered = List.copyOf(orders);
            orders.clear();
        }
        ordered.forEach(order -> order.accept(env));
        timer.startIn(INTERVAL_NANOS);
    }
}
