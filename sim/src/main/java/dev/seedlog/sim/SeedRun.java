package dev.seedlog.sim;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.LogChecker;
import dev.seedlog.sim.check.PartitionHistory;
import dev.seedlog.sim.check.SendOp;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.AdminProgram;
import dev.seedlog.sim.workload.AuditorProgram;
import dev.seedlog.sim.workload.ConsumerProgram;
import dev.seedlog.sim.workload.ProducerProgram;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.sim.workload.Workload;
import dev.seedlog.simworld.SimFailure;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One seed: a node under work and faults; then all faults end, and it must serve everything again in bounded time; then
 * what clients saw is judged.
 */
public final class SeedRun {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    /** How long anything may take once all faults are over. */
    private static final long PATIENCE_NANOS = 90 * SECOND;
    private static final long SETTLE_NANOS = 10 * SECOND;
    private static final ClientSettings CALM_CLIENT = new ClientSettings("calm", 5 * SECOND, 50 * MILLI, SECOND,
            Map.of());

    private final long seed;
    private final SwarmConfig config;
    private final SimWorld world;
    private final Totals totals = new Totals();
    private final Recorder recorder;
    private final Workload workload;
    private final ServerNode server;
    private final FaultPlan faults;
    private final List<SimNode> clients = new ArrayList<>();
    private final List<ProducerProgram> producers = new ArrayList<>();
    private final List<ConsumerProgram> consumers = new ArrayList<>();

    private SeedRun(long seed, SwarmConfig config, NodeFactory factory, Consumer<String> trace) {
        this.seed = seed;
        this.config = config;
        this.world = new SimWorld(seed, config.world());
        world.trace().setSink(trace);
        this.recorder = new Recorder(config.lossy());
        this.workload = new Workload(List.of(ServerNode.address()), config.topics(), recorder, world::nowNanos);
        this.server = new ServerNode(world, factory, config.node(), totals);
        this.faults = new FaultPlan(world, server, clients, config, recorder, totals);
    }

    /** Runs a seed with the node that this build has. */
    public static SeedResult run(long seed) {
        return run(seed, RunOptions.USUAL);
    }

    /** As above, with options. */
    public static SeedResult run(long seed, RunOptions options) {
        return run(seed, SwarmDraw.draw(seed).without(options.without()), new SeedlogNodes(), options.trace());
    }

    /**
     * Runs a seed.
     *
     * @param config what it draws
     * @param factory makes the node
     * @param trace hears each line of the trace; null for nobody
     */
    public static SeedResult run(long seed, SwarmConfig config, NodeFactory factory, Consumer<String> trace) {
        SeedRun run = new SeedRun(seed, config, factory, trace);
        try {
            return run.run();
        } finally {
            run.workload.close();
        }
    }

    private SeedResult run() {
        try {
            startAll();
            world.runFor(config.faultNanos());
            workload.end();
            faults.heal();
            return judge();
        } catch (SimFailure failure) {
            return threw(failure);
        } catch (RuntimeException failure) {
            return broken(failure);
        }
    }

    private void startAll() {
        server.start();
        client("admin").start(1, new AdminProgram(workload, CALM_CLIENT));
        for (int i = 0; i < config.producers().size(); i++) {
            ProducerProgram program = new ProducerProgram(workload, config.producers().get(i), i + 1);
            producers.add(program);
            client("producer-" + i).start(1, program);
        }
        for (int i = 0; i < config.consumers().size(); i++) {
            ConsumerProgram program = new ConsumerProgram(workload, config.consumers().get(i));
            consumers.add(program);
            client("consumer-" + i).start(1, program);
        }
        faults.begin();
    }

    private SimNode client(String name) {
        SimNode node = world.node(name);
        clients.add(node);
        return node;
    }

    /** Waits for everything to be served, then compares. */
    private SeedResult judge() {
        // The first to ask after the last start must not be told less than what was known before.
        AuditorProgram early = new AuditorProgram(workload, CALM_CLIENT);
        world.node("early auditor").start(1, early);
        if (!converges(() -> producers.stream().allMatch(producer -> producer.pending() == 0))) {
            return stuck("producers still wait for results: " + openSends());
        }
        // What was sent with acks=0, or given up and sent again, may still be on its way.
        world.runFor(SETTLE_NANOS);
        AuditorProgram auditor = new AuditorProgram(workload, CALM_CLIENT);
        world.node("auditor").start(1, auditor);
        if (!converges(() -> early.done() && auditor.done())) {
            return stuck("not all partitions can be read to their end; " + auditor.read().keySet() + " could");
        }
        auditor.read().forEach((partition, values) -> recorder.history(partition).setFinalValues(values));
        if (!converges(() -> laggards(auditor).isEmpty())) {
            return stuck("consumers did not reach the end: " + laggards(auditor));
        }
        List<Violation> violations = new ArrayList<>(recorder.violations());
        addGaveUp(violations);
        for (PartitionHistory history : recorder.histories()) {
            violations.addAll(LogChecker.check(history, recorder.powerCuts(), world.nowNanos()));
        }
        return result(violations.isEmpty() ? Verdict.OK : Verdict.VIOLATED, violations);
    }

    private boolean converges(BooleanSupplier condition) {
        return world.runUntil(() -> condition.getAsBoolean() || !server.node().running(), PATIENCE_NANOS)
                && server.node().running();
    }

    private List<String> openSends() {
        List<String> open = new ArrayList<>();
        for (PartitionHistory history : recorder.histories()) {
            for (SendOp send : history.sends()) {
                if (send.outcome() == SendOp.Outcome.OPEN) {
                    open.add(send.toString());
                }
            }
        }
        return open;
    }

    private Map<String, String> laggards(AuditorProgram auditor) {
        Map<String, String> lagging = new TreeMap<>();
        for (int i = 0; i < consumers.size(); i++) {
            String name = "consumer-" + i;
            consumers.get(i).positions().forEach((partition, position) -> {
                int end = auditor.read().get(partition).length;
                if (position != end) {
                    lagging.put(name + " of " + partition, "at " + position + " of " + end);
                }
            });
        }
        return lagging;
    }

    private SeedResult stuck(String what) {
        List<Violation> violations = new ArrayList<>(recorder.violations());
        addGaveUp(violations);
        if (violations.isEmpty()) {
            violations.add(new Violation("no-progress", "after all faults had ended: " + what, world.nowNanos(),
                    List.of()));
            return result(Verdict.STUCK, violations);
        }
        return result(Verdict.VIOLATED, violations);
    }

    private void addGaveUp(List<Violation> violations) {
        Violation gaveUp = faults.gaveUp();
        if (gaveUp != null) {
            violations.add(gaveUp);
        }
    }

    /** A program threw: the node's is at fault, a client's is ours. */
    private SeedResult threw(SimFailure failure) {
        boolean ours = !failure.node().equals(server.node().name());
        return result(ours ? Verdict.BROKEN : Verdict.VIOLATED, List.of(new Violation(
                ours ? "client-failed" : "node-failed", failure.getMessage(), failure.timeNanos(),
                StackTraces.lines(failure.getCause()))));
    }

    private SeedResult broken(RuntimeException failure) {
        return result(Verdict.BROKEN, List.of(new Violation("harness-failed", failure.toString(), world.nowNanos(),
                StackTraces.lines(failure))));
    }

    private SeedResult result(Verdict verdict, List<Violation> violations) {
        count();
        return new SeedResult(seed, verdict, world.nowNanos(), world.events(),
                new SeedResult.TraceMark(world.trace().hex(), world.trace().checkpoints()), totals, violations);
    }

    private void count() {
        totals.add(Count.ACKED_RECORDS, recorder.ackedRecords());
        totals.add(Count.POLLED_RECORDS, recorder.polledRecords());
        totals.add(Count.OPERATIONS, recorder.operations());
        totals.add(Count.TORN_ENDS, world.probes().count("log.recovery.cut"));
        totals.add(Count.UNSYNCED_BYTES, server.unsyncedBytesLost());
        for (PartitionHistory history : recorder.histories()) {
            totals.add(Count.ROLLS, server.rolls(history.partition()));
            for (SendOp send : history.sends()) {
                totals.add(Count.RETRIES, Math.max(0, send.attempts() - 1));
            }
        }
        totals.addProbes(world.probes().totals());
    }
}
