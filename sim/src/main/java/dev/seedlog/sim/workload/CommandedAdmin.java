package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminCall;
import dev.seedlog.client.AdminClient;
import dev.seedlog.client.AdminListener;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Asks brokers for what it is told to ask for. */
public final class CommandedAdmin implements NodeProgram {

    private static final long LOOK_NANOS = 2_000_000;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final Workload workload;
    private final ClientSettings client;
    /** What it was told and has not asked for; it looks for it in its own turns, because only there it may act. */
    private final Deque<Order<?>> orders = new ArrayDeque<>();

    private record Order<T>(AdminCall<T> call, AdminListener<T> listener) {

        private void give(AdminClient admin) {
            admin.callOnce(call, listener);
        }
    }

    /** An administrator. */
    public CommandedAdmin(Workload workload, ClientSettings client) {
        this.workload = workload;
        this.client = client;
    }

    /** Has it ask for something, soon; it does not ask again if that may have had its effect. */
    public <T> void call(AdminCall<T> call, AdminListener<T> listener) {
        orders.add(new Order<>(call, listener));
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard. */
    private final class Shard extends ClientShard {

        private final Timer look;
        private AdminClient admin;

        private Shard(ShardEnv env, NodeControl control) {
            super(CommandedAdmin.this.workload, client, env, control);
            this.look = env.timers().create("orders", this::obey);
        }

        @Override
        void begin() {
            admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
            look.startIn(0);
        }

        @Override
        void end() {
            look.stop();
            admin.stop();
        }

        private void obey() {
            while (!orders.isEmpty()) {
                orders.poll().give(admin);
            }
            look.startIn(LOOK_NANOS);
        }
    }
}
