package dev.seedlog.sim;

import dev.seedlog.base.config.ProcessRole;
import dev.seedlog.metadata.ClusterFeatures;
import dev.seedlog.simworld.SimOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a seed as it was drawn, but with one kind of fault only, which comes often, or with none. */
public final class LoneFault {

    private static final long MEAN_NANOS = 6_000_000_000L;
    private static final int IN_TURN_PERMILLE = 500;
    private static final long MOST_DOWN_NANOS = 1_000_000_000L;
    private static final int OFTEN_PERMILLE = 500;

    private LoneFault() {
    }

    /**
     * Runs a seed.
     *
     * @param kind the only kind; null for none
     */
    public static SeedResult run(long seed, FaultKind kind) {
        return SeedRun.run(seed, config(seed, kind), new SeedlogNodes(), RunOptions.USUAL);
    }

    private static SwarmConfig config(long seed, FaultKind kind) {
        Set<FaultKind> others = EnumSet.allOf(FaultKind.class);
        others.remove(kind);
        SwarmConfig quiet = SwarmDraw.draw(seed).without(others);
        Map<FaultKind, Long> means = kind == null || kind.lasting() ? Map.of()
                : Map.of(kind, kind == FaultKind.CLIENT_PAUSE ? MEAN_NANOS / 4 : MEAN_NANOS);
        SimOptions world = kind == null || !kind.lasting() ? quiet.world() : often(quiet.world(), kind);
        // Who loses its disk has what it needs from another one.
        boolean sole = kind != FaultKind.LOST_DISK;
        return new SwarmConfig(world, sole ? Topology.SOLE : pairs(), quiet.node(),
                sole ? quiet.work() : quiet.work().forReplicas(),
                new FaultMix(means, IN_TURN_PERMILLE, MOST_DOWN_NANOS), quiet.faultNanos(), ClusterFeatures.LATEST);
    }

    /** A controller, and brokers of which two have each partition. */
    private static Topology pairs() {
        List<Topology.Member> members = new ArrayList<>();
        members.add(new Topology.Member(1, EnumSet.of(ProcessRole.CONTROLLER)));
        for (int id = 2; id <= 4; id++) {
            members.add(new Topology.Member(id, EnumSet.of(ProcessRole.BROKER)));
        }
        return new Topology(members, 2, Map.of("default.replication.factor", "2",
                "offsets.topic.replication.factor", "2", "replica.lag.time.max.ms", "5000"));
    }

    private static SimOptions often(SimOptions world, FaultKind kind) {
        SimOptions.NetworkOptions links = world.network();
        return switch (kind) {
            case RARE_PATHS -> world.withBuggify(OFTEN_PERMILLE);
            case CHUNKS -> world.withNetwork(new SimOptions.NetworkOptions(links.minLatencyNanos(),
                    links.maxLatencyNanos(), links.slowLinkPermille(), OFTEN_PERMILLE, links.bytesPerMilli(),
                    links.windowBytes(), links.queueLimitBytes()));
            default -> world.withNetwork(new SimOptions.NetworkOptions(links.minLatencyNanos(),
                    links.maxLatencyNanos(), OFTEN_PERMILLE, links.chunkedPermille(), links.bytesPerMilli(),
                    links.windowBytes(), links.queueLimitBytes()));
        };
    }
}
