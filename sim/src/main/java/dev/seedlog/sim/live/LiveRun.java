package dev.seedlog.sim.live;

import dev.seedlog.base.HostPort;
import dev.seedlog.client.ClientSettings;
import dev.seedlog.env.NodeControl;
import dev.seedlog.env.NodeProgram;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.env.Timer;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.Op;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.sim.workload.AuditorProgram;
import dev.seedlog.sim.workload.ClientPrograms;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.sim.workload.WorkCounts;
import dev.seedlog.sim.workload.Workload;
import dev.seedlog.sim.workload.WorkloadDraw;
import dev.seedlog.sim.workload.WorkloadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A workload on a running cluster: all its clients share one shard, so that one thread takes down one history. They
 * work for some time; then everything must come to its end, as in the simulator.
 */
public final class LiveRun implements NodeProgram {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long LOOK_NANOS = 50 * MILLI;
    private static final long SETTLE_NANOS = 3 * SECOND;
    /** Followers that were cut off have to find their leader, and it to count them, before all is where it stays. */
    private static final long REPLICAS_SETTLE_NANOS = 10 * SECOND;
    /** Longer than a producer tries. */
    private static final long PATIENCE_NANOS = 150 * SECOND;
    private static final ClientSettings CALM_CLIENT = new ClientSettings("calm", 5 * SECOND, 50 * MILLI, SECOND,
            Map.of());

    private final Plan plan;
    private final Troubles troubles;
    private final Runnable over;
    private Recorder recorder;
    private boolean converged;

    /**
     * What is to be done.
     *
     * @param bootstrap brokers to begin with
     * @param seed what the clients do is drawn from it
     * @param nanos how long they work
     * @param batches how many batches they send in that time, about
     * @param prefix what the names of topics and groups begin with, so that no other run meets them
     * @param replicas how many brokers have each partition, if it is known; else 1
     */
    public record Plan(List<HostPort> bootstrap, long seed, long nanos, int batches, String prefix, int replicas) {

        private WorkloadPlan draw() {
            WorkloadPlan work = draw("work");
            // Without acknowledgements nothing could be lost.
            for (int i = 2; work.producers().stream().allMatch(producer -> producer.settings().acks() == 0); i++) {
                work = draw("work " + i);
            }
            return replicas > 1 ? work.forReplicas() : work;
        }

        private WorkloadPlan draw(String stream) {
            return new WorkloadDraw(new SeededRandom(seed).fork(stream), nanos, batches, prefix).draw();
        }
    }

    /**
     * A run.
     *
     * @param troubles what befalls the cluster meanwhile
     * @param over called on the shard's thread when there is nothing more to do
     */
    public LiveRun(Plan plan, Troubles troubles, Runnable over) {
        this.plan = plan;
        this.troubles = troubles;
        this.over = over;
    }

    /** What clients did and saw; whole once the run is over. Not to be called while the shard runs. */
    public List<Op> history() {
        return recorder == null ? List.of() : recorder.ops();
    }

    /** What was counted. */
    public WorkCounts counts() {
        return recorder.counts();
    }

    /** Whether everything came to its end in time. */
    public boolean converged() {
        return converged;
    }

    @Override
    public ShardProgram createShard(ShardEnv env, NodeControl control) {
        return new Shard(env, control);
    }

    /** The only shard. */
    private final class Shard implements ShardProgram {

        private final ShardEnv env;
        private final NodeControl control;
        private final Workload workload;
        private final ClientPrograms programs;
        private final List<ShardProgram> clients = new ArrayList<>();
        private final Timer look;
        private final long beganNanos;
        private Stage stage = Stage.WORKING;
        private long stageNanos;
        private AuditorProgram early;
        private AuditorProgram last;
        private int stopped;

        private Shard(ShardEnv env, NodeControl control) {
            this.env = env;
            this.control = control;
            this.look = env.timers().create("look", this::look);
            this.beganNanos = env.clock().nanoTime();
            this.stageNanos = beganNanos;
            recorder = new Recorder(false, () -> env.clock().nanoTime() - beganNanos, Extras.of("seed", plan.seed))
                    .withReplicas(plan.replicas);
            this.workload = new Workload(plan.bootstrap, plan.draw(), recorder, CodecInstances.fastest());
            if (plan.replicas > 1) {
                workload.withStaleReads();
            }
            this.programs = new ClientPrograms(workload, CALM_CLIENT);
        }

        @Override
        public void start() {
            programs.all().forEach(this::add);
            troubles.begin(env, recorder);
            look.startIn(LOOK_NANOS);
        }

        private void add(String name, NodeProgram program) {
            // Streams are drawn from the seed, so that equal seeds mean equal work.
            ShardEnv own = new ShardEnv(env.clock(), env.timers(), new SeededRandom(plan.seed).fork("client/" + name),
                    env.network(), env.disk(), env.shards(), env.faults(), env.probes());
            ShardProgram client = program.createShard(own, new Ended());
            clients.add(client);
            client.start();
        }

        private void look() {
            long now = env.clock().nanoTime();
            switch (stage) {
                case WORKING -> {
                    if (now - beganNanos >= plan.nanos) {
                        workload.end();
                        troubles.end();
                        become(Stage.HEALING);
                    }
                }
                case HEALING -> goOn(Stage.FINISHING, troubles.unhealed());
                case FINISHING -> goOn(Stage.SETTLING, programs.unfinished());
                case SETTLING -> {
                    if (now - stageNanos >= (plan.replicas > 1 ? REPLICAS_SETTLE_NANOS : SETTLE_NANOS)) {
                        last = programs.auditor(true);
                        add("auditor", last);
                        become(Stage.AUDITING);
                    }
                }
                case AUDITING -> goOn(Stage.OVER, unread());
                default -> {
                    // The node is being stopped.
                }
            }
            if (stage != Stage.OVER) {
                look.startIn(LOOK_NANOS);
            }
        }

        private String unread() {
            if (!early.done() || !last.done()) {
                return "not all partitions can be read to their end: " + early.missing() + " " + last.missing();
            }
            List<String> missing = programs.missing(last.ends());
            return missing.isEmpty() ? null : "readers did not reach the end: " + missing;
        }

        private void goOn(Stage next, String missing) {
            if (missing == null) {
                converged = next == Stage.OVER;
                become(next);
            } else if (env.clock().nanoTime() - stageNanos > PATIENCE_NANOS) {
                recorder.broken("no-progress", "after the work had ended: " + missing);
                become(Stage.OVER);
            }
        }

        private void become(Stage next) {
            if (!stage.next().contains(next)) {
                throw new IllegalStateException("from " + stage + " to " + next);
            }
            stage = next;
            stageNanos = env.clock().nanoTime();
            if (stage == Stage.FINISHING) {
                recorder.healed();
                early = programs.auditor(false);
                add("early auditor", early);
            } else if (stage == Stage.OVER) {
                over.run();
            }
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            // It has one shard.
        }

        @Override
        public void endTurn() {
            clients.forEach(ShardProgram::endTurn);
        }

        @Override
        public void stop() {
            look.stop();
            clients.forEach(ShardProgram::stop);
            // Not before: until then a client may still ask for something, and that belongs to the history.
            recorder.finish();
        }

        /** Waits for the last client to stop. */
        private final class Ended implements NodeControl {
            @Override
            public void ready(HostPort bootstrap) {
                // Clients serve nobody.
            }

            @Override
            public void stopped() {
                stopped++;
                if (stopped == clients.size()) {
                    workload.close();
                    control.stopped();
                }
            }

            @Override
            public void fatal(int exitStatus, String why) {
                control.fatal(exitStatus, why);
            }
        }
    }
}
