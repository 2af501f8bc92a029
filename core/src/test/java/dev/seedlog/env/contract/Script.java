package dev.seedlog.env.contract;

import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Deque<Consumer<ShardEnv>> orders = new ArrayDeque<>();
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

    private void obey() {
        while (true) {
            Consumer<ShardEnv> order;
            synchronized (orders) {
                order = orders.poll();
            }
            if (order == null) {
                break;
            }
            order.accept(env);
        }
        timer.startIn(INTERVAL_NANOS);
    }
}
