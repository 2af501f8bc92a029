package dev.seedlog.sim.workload;

import dev.seedlog.client.AdminClient;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.Timer;
import java.util.List;

/**
 * A client that does one drawn thing after the other through an admin client, from when all topics are there; and at
 * the end, until it has done so, what the end wants of it.
 *
 * @param <A> the kind of thing
 */
abstract class ActingShard<A> extends ClientShard {

    private static final long TIMEOUT_NANOS = 15_000_000_000L;
    private static final long LOOK_NANOS = 300_000_000;
    private static final int PERMILLE = 1000;

    private final List<A> actions;
    private final long meanPauseNanos;
    private final RandomSource random;
    private final Timer next;
    private AdminClient admin;

    ActingShard(Workload workload, ClientSettings client, ShardEnv env, NodeControl control, String name,
                List<A> actions, long meanPauseNanos) {
        super(workload, client, env, control);
        this.actions = actions;
        this.meanPauseNanos = meanPauseNanos;
        this.random = env.random().fork(name);
        this.next = env.timers().create(name, this::act);
    }

    RandomSource random() {
        return random;
    }

    /** Null before the first turn. */
    AdminClient admin() {
        return admin;
    }

    /** The first turn; the admin client is there. */
    abstract void prepare();

    abstract void act(A action);

    /** Nothing new is to be begun; called again and again. */
    abstract void finish();

    @Override
    final void begin() {
        admin = new AdminClient(env(), cluster(), TIMEOUT_NANOS);
        prepare();
        next.startIn(LOOK_NANOS);
    }

    @Override
    final void end() {
        next.stop();
        admin.stop();
    }

    private void act() {
        if (!workload().topicsCreated()) {
            next.startIn(LOOK_NANOS);
            return;
        }
        cluster().want(workload().topicNames());
        if (workload().ending()) {
            finish();
            next.startIn(LOOK_NANOS);
        } else {
            act(actions.get(random.nextInt(actions.size())));
            next.startIn(meanPauseNanos / PERMILLE * (100 + random.nextInt(1_800)));
        }
    }
}
