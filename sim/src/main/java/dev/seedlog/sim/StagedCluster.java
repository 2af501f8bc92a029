package dev.seedlog.sim;

import dev.seedlog.base.HostPort;
import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.histories.Extras;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.sim.check.QuorumWatch;
import dev.seedlog.sim.check.Violation;
import dev.seedlog.sim.workload.Clients;
import dev.seedlog.sim.workload.Recorder;
import dev.seedlog.sim.workload.WorkloadPlan;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster in a world of its own that does nothing by itself, where that of a {@link SeedRun} works and suffers as its
 * seed has drawn. What its clients do is recorded and judged in the same way.
 */
public final class StagedCluster {

    private static final long SETTLE_NANOS = 2_000_000_000L;

    private final SimWorld world;
    private final QuorumWatch quorum = new QuorumWatch();
    private final Recorder recorder;
    private final ServerCluster cluster;
    private final Outages outages;
    private final HeldLogs logs;

    /**
     * What the nodes are.
     *
     * @param roles of each node; the first has the id 1
     * @param changingVoters whether the first controller begins the quorum alone (KIP-853)
     * @param settings of all nodes, beside those by which they find each other
     * @param features what the cluster begins with
     */
    public record Cast(List<Set<ProcessRole>> roles, boolean changingVoters, Map<String, String> settings,
                       ClusterFeatures features) {
    }

    /** Nodes that are not started, in the world of a seed. */
    public StagedCluster(long seed, SimOptions options, Cast cast) {
        world = new SimWorld(seed, options);
        Topology topology = new Topology(members(cast.roles()), 1, Map.of(), cast.changingVoters());
        SwarmConfig config = new SwarmConfig(options, topology, cast.settings(),
                new WorkloadPlan(List.of(), List.of(), List.of(), List.of(), List.of()),
                new FaultMix(Map.of(), 0, 0), 0, cast.features());
        recorder = new Recorder(config.lossy(), world::nowNanos, Extras.of("seed", seed));
        Totals totals = new Totals();
        cluster = new ServerCluster(world, new SeedlogNodes(), config, quorum, totals);
        outages = new Outages(world, cluster, recorder, totals, config);
        logs = new HeldLogs(recorder, new ReplicaSafety(quorum));
    }

    private static List<Topology.Member> members(List<Set<ProcessRole>> roles) {
        List<Topology.Member> members = new ArrayList<>();
        for (Set<ProcessRole> each : roles) {
            members.add(new Topology.Member(members.size() + 1, each));
        }
        return members;
    }

    /** Formats the nodes that need it, and starts all. */
    public void start() {
        cluster.format();
        cluster.start();
    }

    /** Where they are. */
    public SimWorld world() {
        return world;
    }

    /** Sees what they do together. */
    public QuorumWatch quorum() {
        return quorum;
    }

    /** Takes down what clients do and see. */
    public Recorder recorder() {
        return recorder;
    }

    /** The nodes, in the order of their ids. */
    public List<ServerNode> nodes() {
        return cluster.nodes();
    }

    /** Where clients find them. */
    public List<HostPort> bootstrap() {
        return cluster.bootstrap();
    }

    /** Cuts the power of a node's machine; what clients may miss after that is in the history. */
    public void powerCut(ServerNode server) {
        outages.powerCut(server.node());
    }

    /** Takes a node's disk away, and the power of its machine before; it gets an empty one. */
    public void loseDisk(ServerNode server) {
        powerCut(server);
        outages.loseDirectories(server, server.directories());
    }

    /** What a node can read of a partition's log, whether it runs or not; null if it has none. */
    public HeldLogs.Content log(ServerNode server, TopicPartition partition) {
        HeldLogs.Held held = logs.look(server).get(partition);
        return held == null ? null : held.cached();
    }

    /**
     * Waits, when nothing goes wrong any more, until all is served and read, and has the history judged.
     *
     * @return what is wrong; empty if nothing is
     */
    public List<Violation> judge(Clients clients) {
        String problem = new Aftermath(world, cluster, recorder, clients).problem(SETTLE_NANOS);
        if (problem != null) {
            recorder.broken("no-progress", "after all faults had ended: " + problem);
        }
        if (outages.unforced() != null) {
            recorder.broken(outages.unforced());
        }
        recorder.finish();
        return Judge.judge(recorder.ops());
    }
}
