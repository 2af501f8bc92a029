package dev.seedlog.sim.storm;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What befalls a cluster, and how it is configured: all of it a function of the seed. What comes of it is not, because
 * processes, disks and sockets are real.
 *
 * @param strikes the faults, in the order of their times
 * @param settings the configuration of all nodes
 */
public record StormPlan(List<Strike> strikes, Map<String, String> settings) {

    private static final long MILLI = 1_000_000;
    private static final long FIRST_NANOS = 3_000 * MILLI;
    private static final int QUIET_PERCENT = 15;
    private static final int LARGEST_CUT_BYTES = 20_000;

    /** Copies the collections. */
    public StormPlan {
        strikes = List.copyOf(strikes);
        settings = new TreeMap<>(settings);
    }

    /**
     * Draws a plan.
     *
     * @param nanos how long clients work; no fault begins later
     * @param kinds which faults there are; may be empty
     * @param tmpfsNode whose disk can be full
     */
    public static StormPlan draw(long seed, int nodes, long nanos, Collection<StormFault> kinds, int tmpfsNode) {
        RandomSource random = new SeededRandom(seed).fork("storm");
        List<StormFault> bag = new ArrayList<>();
        kinds.forEach(kind -> {
            for (int i = 0; i < kind.weight(); i++) {
                bag.add(kind);
            }
        });
        List<Strike> strikes = new ArrayList<>();
        RandomSource times = random.fork("strikes");
        long at = FIRST_NANOS;
        while (at < nanos && !bag.isEmpty()) {
            strikes.add(strike(times, at, bag, nodes, tmpfsNode));
            // Mostly one trouble at a time, sometimes two or three, and phases in which everything comes to rest.
            at += MILLI * (times.nextInt(100) < QUIET_PERCENT ? 8_000 + times.nextInt(8_000)
                    : 100 + times.nextInt(4_000));
        }
        return new StormPlan(strikes, settings(random.fork("settings")));
    }

    private static Strike strike(RandomSource random, long at, List<StormFault> bag, int nodes, int tmpfsNode) {
        StormFault fault = bag.get(random.nextInt(bag.size()));
        Parties parties = new Parties(nodes);
        int node = fault == StormFault.FULL_DISK ? tmpfsNode : 1 + random.nextInt(nodes);
        long length = MILLI * pick(random, 100, 700, 2_000, 5_000, 12_000);
        int peer = switch (fault) {
            case PARTITION, ONE_WAY_PARTITION -> nodes == 1 || random.nextInt(2) == 0 ? Parties.ALL
                    : 1 + (node + random.nextInt(nodes - 1)) % nodes;
            case CLIENT_PARTITION -> random.nextInt(2) == 0 ? Parties.SOME_CLIENTS : parties.otherClients();
            case RESET, CUT, HALF_OPEN, SLOW_LINK -> random.nextInt(2) == 0 ? Parties.ALL
                    : random.nextInt(parties.count());
            default -> Parties.ALL;
        };
        int amount = fault == StormFault.CUT ? random.nextInt(LARGEST_CUT_BYTES) : pick(random, 3, 20, 100, 400);
        return new Strike(at, fault, node, peer, length, amount);
    }

    private static Map<String, String> settings(RandomSource random) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("offsets.topic.num.partitions", "5");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Retention is looked after often, so that it happens within the time.
        settings.put("log.retention.check.interval.ms", "1000");
        settings.put("broker.session.timeout.ms", String.valueOf(pick(random, 6_000, 9_000)));
        settings.put("replica.lag.time.max.ms", String.valueOf(pick(random, 2_000, 10_000, 30_000)));
        settings.put("metadata.log.max.record.bytes.between.snapshots",
                String.valueOf(pick(random, 20_000, 20_971_520)));
        settings.put("seedlog.shards", String.valueOf(pick(random, 1, 2, 3)));
        settings.put("seedlog.fsync.acks", String.valueOf(random.nextInt(3) == 0));
        return settings;
    }

    private static int pick(RandomSource random, int... values) {
        return values[random.nextInt(values.length)];
    }
}
