package dev.seedlog.real;

import dev.seedlog.env.NodeControl;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that does nothing by itself, has no timers, and so sleeps until something from outside wakes it. */
class QuietProgram implements ShardProgram {

    final ShardEnv env;
    final NodeControl control;
    final AtomicInteger turns = new AtomicInteger();

    QuietProgram(ShardEnv env, NodeControl control) {
        this.env = env;
        this.control = control;
    }

    @Override
    public void start() {
        // Nothing.
    }

    @Override
    public void onMail(int fromShard, ShardMessage message) {
        throw new IllegalStateException("unexpected mail");
    }

    @Override
    public void endTurn() {
        turns.incrementAndGet();
    }

    @Override
    public void stop() {
        control.stopped();
    }
}
