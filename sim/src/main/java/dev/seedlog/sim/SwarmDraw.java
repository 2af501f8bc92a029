package dev.seedlog.sim;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.metadata.SupportedFeatures;
import dev.seedlog.sim.workload.ClusterPlan;
import dev.seedlog.sim.workload.WorkloadDraw;
import dev.seedlog.sim.workload.WorkloadPlan;
import dev.seedlog.simworld.SimOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws what a seed is. */
final class SwarmDraw {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final int MOST_SHARDS = 4;
    private static final int DEFAULT_OPEN_FILES = 16_384;
    private static final int MOST_FEW_FILES = 60;
    private static final int SENDS_PER_RUN = 260;
    private static final int WITHOUT_ELIGIBLE_PERCENT = 30;
    private static final int RARE_HITS_SPEEDUP = 3;

    private final RandomSource random;
    private final RandomSource workStream;

    private SwarmDraw(RandomSource random, RandomSource workStream) {
        this.random = random;
        this.workStream = workStream;
    }

    static SwarmConfig draw(long seed) {
        SeededRandom root = new SeededRandom(seed);
        SwarmDraw draw = new SwarmDraw(root.fork("swarm"), root.fork("work"));
        SimOptions world = SimOptions.drawn(root.fork("world"));
        int shards = 1 + root.fork("shards").nextInt(MOST_SHARDS);
        Topology topology = Topology.draw(root.fork("topology")).drawVoters(root.fork("voters"))
                .drawRacks(root.fork("racks"));
        SwarmConfig config = draw.config(world, topology, shards, openFiles(root.fork("open files")))
                .beginningWith(features(root.fork("features")));
        config.node().put("controller.quorum.retry.backoff.ms",
                String.valueOf(20 * (1 + 4 * root.fork("quorum").nextInt(3))));
        // Of what a follower answers nobody can tell whether it is from before a permitted loss: it may not know of it.
        if (topology.racks() > 0 && !config.breakable()) {
            config = config.withWork(config.work().inRacks(root.fork("racks of clients"), topology.racks()));
        }
        ClusterPlan operator = ClusterDraw.draw(root.fork("cluster"), topology);
        return operator == null ? config : config.withWork(config.work().operatedBy(operator));
    }

    /** Most clusters are as new ones are; in some, nobody is eligible to lead who is not in sync. */
    private static ClusterFeatures features(RandomSource random) {
        return random.nextInt(100) < WITHOUT_ELIGIBLE_PERCENT
                ? ClusterFeatures.LATEST.with(List.of(SupportedFeatures.ELIGIBLE_LEADER_REPLICAS + "=0"))
                : ClusterFeatures.LATEST;
    }

    /** In every other run so few that the files of logs come and go. */
    private static int openFiles(RandomSource random) {
        return random.nextInt(2) == 0 ? DEFAULT_OPEN_FILES : 1 + random.nextInt(MOST_FEW_FILES);
    }

    private SwarmConfig config(SimOptions world, Topology topology, int shards, int openFiles) {
        long faultNanos = SECOND * between(60, 85);
        Map<String, String> node = new TreeMap<>();
        node.put(SwarmConfig.SHARDS, String.valueOf(shards));
        node.put("seedlog.log.open.files", String.valueOf(openFiles));
        node.put(SwarmConfig.FORCED_ACKS, String.valueOf(chance(50)));
        // A client whose clock is ahead by hours is not to be refused.
        node.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        if (chance(30)) {
            node.put(ServerNode.LOG_DIRS, ServerNode.DATA + ",/more");
        }
        // Retention is looked after often enough for a run to see it.
        node.put("log.retention.check.interval.ms", String.valueOf(pick(500, 3_000, 15_000)));
        node.put("log.initial.task.delay.ms", String.valueOf(pick(100, 5_000)));
        node.put("log.cleaner.backoff.ms", String.valueOf(pick(500, 5_000, 15_000)));
        if (chance(25)) {
            // Room for fewer keys than records have.
            node.put("log.cleaner.dedupe.buffer.size", "384");
            node.put("log.cleaner.io.buffer.load.factor", "0.6");
        }
        node.put("log.segment.delete.delay.ms", String.valueOf(pick(0, 1_000, 60_000)));
        node.put("offsets.topic.num.partitions", String.valueOf(between(1, 5)));
        node.put("group.initial.rebalance.delay.ms", String.valueOf(pick(0, 500, 3_000)));
        WorkloadPlan work = new WorkloadDraw(workStream, faultNanos, SENDS_PER_RUN, "").draw();
        if (topology.replicas() > 1) {
            work = work.forReplicas();
        }
        return new SwarmConfig(world, topology, node, work, faults(), faultNanos, ClusterFeatures.LATEST);
    }

    private FaultMix faults() {
        int kind = draw(20);
        boolean kills = kind < 13;
        boolean cuts = kind >= 7 && kind < 19;
        boolean both = kills && cuts;
        long mean = SECOND * between(4, 12) * (both ? 2 : 1);
        Map<FaultKind, Long> means = new EnumMap<>(FaultKind.class);
        if (kills) {
            means.put(FaultKind.KILL, mean);
        }
        if (cuts) {
            means.put(FaultKind.POWER_CUT, mean);
        }
        for (FaultKind each : FaultKind.values()) {
            // Each is drawn for all seeds, so that one more kind changes only those behind it.
            long other = SECOND * between(6, 40);
            boolean wanted = chance(35);
            if (wanted && !each.lasting() && each != FaultKind.KILL && each != FaultKind.POWER_CUT) {
                means.put(each, each.hitsRarely() ? other / RARE_HITS_SPEEDUP : other);
            }
        }
        return new FaultMix(means, pick(0, 300, 700), MILLI * pick(20, 500, 3_000));
    }

    private int between(int lowest, int highest) {
        return lowest + random.nextInt(highest - lowest + 1);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int draw(int bound) {
        return random.nextInt(bound);
    }

    private int pick(int... values) {
        return values[random.nextInt(values.length)];
    }
}
