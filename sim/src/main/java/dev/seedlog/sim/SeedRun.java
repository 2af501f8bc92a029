package dev.seedlog.sim;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Op;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.record.CodecInstances;
import dev.seedlog.sim.Totals.Count;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.sim.check.QuorumWatch;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.ClientPrograms;
import dev.seedlog.sim.workload.ClusterAction;
import dev.seedlog.sim.workload.ClusterWork;
import dev.seedlog.sim.workload.MortalProgram;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.sim.workload.WorkCounts;
import dev.seedlog.sim.workload.Workload;
import dev.seedlog.simworld.SimFailure;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One seed: nodes under work and faults; then all faults end, and they must serve everything again in bounded time;
 * then what clients saw is judged.
 */
public final class SeedRun {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long SETTLE_NANOS = 20 * SECOND;
    /** A follower notices after 10 s, and its wait, that its connection is dead; then the end moves on. */
    private static final long REPLICAS_SETTLE_NANOS = 30 * SECOND;
    private static final ClientSettings CALM_CLIENT = new ClientSettings("calm", 5 * SECOND, 50 * MILLI, SECOND,
            Map.of());

    private final long seed;
    private final SwarmConfig config;
    private final Consumer<List<Op>> history;
    private final SimWorld world;
    private final Totals totals = new Totals();
    private final Recorder recorder;
    private final Workload workload;
    private final ClientPrograms programs;
    private final QuorumWatch quorum = new QuorumWatch();
    private final ServerCluster cluster;
    private final FaultPlan faults;
    private final List<SimNode> clients = new ArrayList<>();
    private final Map<SimNode, MortalProgram> mortals = new LinkedHashMap<>();

    private SeedRun(long seed, SwarmConfig config, NodeFactory factory, RunOptions options) {
        this.seed = seed;
        this.history = options.history();
        this.config = config;
        this.world = new SimWorld(seed, config.world());
        world.trace().setSink(options.trace());
        this.recorder = new Recorder(config.breakable(), world::nowNanos, Extras.of("seed", seed))
                .withReplicas(config.topology().replicas());
        this.cluster = new ServerCluster(world, factory, config, quorum, totals);
        this.workload = new Workload(cluster.bootstrap(), config.work(), recorder,
                CodecInstances.pureJava());
        if (!config.topology().isSole()) {
            workload.withStaleReads();
        }
        cluster.mayMove(workload.clusterWork()::hasManyVoters);
        this.programs = new ClientPrograms(workload, CALM_CLIENT);
        this.faults = new FaultPlan(world, cluster, clients, mortals, config, recorder, totals);
    }

    /** Runs a seed with the node that this build has. */
    public static SeedResult run(long seed) {
        return run(seed, RunOptions.USUAL);
    }

    /** As above, with options. */
    public static SeedResult run(long seed, RunOptions options) {
        return run(seed, SwarmDraw.draw(seed).without(options.without()), new SeedlogNodes(), options);
    }

    /**
     * Runs a seed.
     *
     * @param config what it draws
     * @param factory makes the node
     * @param options whom it tells what
     */
    public static SeedResult run(long seed, SwarmConfig config, NodeFactory factory, RunOptions options) {
        SeedRun run = new SeedRun(seed, config, factory, options);
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
        cluster.format();
        cluster.start();
        programs.all().forEach((name, program) -> {
            SimNode machine = client(name);
            machine.start(1, program);
            if (program instanceof MortalProgram mortal) {
                mortals.put(machine, mortal);
            }
        });
        faults.begin();
    }

    private SimNode client(String name) {
        SimNode node = world.node(name);
        clients.add(node);
        return node;
    }

    /** Waits for everything to be served, then has the history judged. */
    private SeedResult judge() {
        // What was sent with acks=0, or given up and sent again, may still be on its way.
        String problem = new Aftermath(world, cluster, recorder, programs)
                .problem(config.topology().replicas() > 1 ? REPLICAS_SETTLE_NANOS : SETTLE_NANOS);
        return problem == null ? judged(Verdict.OK) : stuck(problem);
    }

    private SeedResult stuck(String what) {
        List<String> leaderless = quorum.withoutLeader();
        recorder.broken("no-progress", "after all faults had ended: " + what
                + (leaderless.isEmpty() ? "" : "; without a leader: " + leaderless));
        return judged(Verdict.STUCK);
    }

    /** The verdict is what the history says; {@code otherwise} if it says nothing but what was seen of the end. */
    private SeedResult judged(Verdict otherwise) {
        addGaveUp();
        recorder.finish();
        List<Violation> violations = Judge.judge(recorder.ops());
        boolean expected = violations.size() == (otherwise == Verdict.OK ? 0 : 1);
        return result(expected ? otherwise : Verdict.VIOLATED, violations);
    }

    private void addGaveUp() {
        Violation gaveUp = faults.gaveUp();
        if (gaveUp != null) {
            recorder.broken(gaveUp);
        }
    }

    /** A program threw: the node's is at fault, a client's is ours. */
    private SeedResult threw(SimFailure failure) {
        boolean ours = !cluster.has(failure.node());
        return result(ours ? Verdict.BROKEN : Verdict.VIOLATED, List.of(new Violation(
                ours ? "client-failed" : "node-failed", failure.getMessage(), failure.timeNanos(),
                StackTraces.lines(failure.getCause()))));
    }

    private SeedResult broken(RuntimeException failure) {
        return result(Verdict.BROKEN, List.of(new Violation("harness-failed", failure.toString(), world.nowNanos(),
                StackTraces.lines(failure))));
    }

    private SeedResult result(Verdict verdict, List<Violation> violations) {
        recorder.finish();
        history.accept(recorder.ops());
        count();
        return new SeedResult(seed, verdict, world.nowNanos(), world.events(),
                new SeedResult.TraceMark(world.trace().hex(), world.trace().checkpoints()), totals, violations);
    }

    private void count() {
        WorkCounts counts = recorder.counts();
        totals.add(Count.ACKED_RECORDS, counts.acked());
        totals.add(Count.POLLED_RECORDS, counts.polled());
        totals.add(Count.OPERATIONS, counts.operations());
        totals.add(Count.RETRIES, counts.retries());
        totals.add(Count.ASSIGNMENTS, counts.done(F.GROUP_ASSIGN));
        totals.add(Count.COMMITS, counts.done(F.COMMIT));
        totals.add(Count.SETTINGS, counts.done(F.WRITE));
        totals.add(Count.MOVED_STARTS, counts.movedStarts());
        totals.add(Count.TORN_ENDS, world.probes().count("log.recovery.cut"));
        totals.add(Count.ELECTIONS, quorum.elections());
        totals.add(Count.ELIGIBLE_ELECTED, quorum.eligibleElected());
        totals.add(Count.LAST_LEADERS_ELECTED, quorum.lastLeadersElected());
        totals.add(Count.UNSYNCED_BYTES, cluster.unsyncedBytesLost());
        countClusterWork(workload.clusterWork());
        for (TopicPartition partition : recorder.partitions()) {
            totals.add(Count.ROLLS, cluster.rolls(partition));
        }
        totals.addProbes(world.probes().totals()).addPaths(world.faults().taken());
    }

    private void countClusterWork(ClusterWork work) {
        totals.add(Count.REASSIGNED, quorum.reassigned());
        totals.add(Count.CANCELLED, work.done(ClusterAction.CANCEL_REASSIGNMENT));
        totals.add(Count.REASSIGNMENTS_LISTED, work.done(ClusterAction.LIST_REASSIGNMENTS));
        totals.add(Count.PREFERRED_ELECTED, work.done(ClusterAction.ELECT_PREFERRED));
        totals.add(Count.FEATURES_CHANGED, work.done(ClusterAction.CHANGE_FEATURES));
        totals.add(Count.VOTERS_ADDED, work.done(ClusterAction.ADD_VOTER));
        totals.add(Count.VOTERS_REMOVED, work.done(ClusterAction.REMOVE_VOTER));
    }
}
