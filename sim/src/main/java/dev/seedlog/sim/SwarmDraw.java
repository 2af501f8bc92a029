package dev.seedlog.sim;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.record.Compression;
import dev.seedlog.sim.workload.ConsumerPlan;
import dev.seedlog.sim.workload.ProducerPlan;
import dev.seedlog.sim.workload.TopicPlan;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.wire.Api;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws what a seed is. */
final class SwarmDraw {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final int SENDS_PER_RUN = 260;
    private static final short[] PRODUCE_VERSIONS = {13, 13, 12, 9, 7, 3};
    private static final short[] FETCH_VERSIONS = {18, 17, 16, 13, 12, 11, 7, 4};

    private final RandomSource random;
    /** Old versions of produce and fetch know no zstd, so a run has either. */
    private final boolean zstd;

    private SwarmDraw(RandomSource random) {
        this.random = random;
        this.zstd = chance(50);
    }

    static SwarmConfig draw(long seed) {
        SeededRandom root = new SeededRandom(seed);
        SwarmDraw draw = new SwarmDraw(root.fork("swarm"));
        SimOptions world = SimOptions.drawn(root.fork("world"));
        return draw.config(world);
    }

    private SwarmConfig config(SimOptions world) {
        long faultNanos = SECOND * between(60, 85);
        Map<String, String> node = new TreeMap<>();
        node.put(SwarmConfig.FORCED_ACKS, String.valueOf(chance(50)));
        // A client whose clock is ahead by hours is not to be refused.
        node.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        if (chance(30)) {
            node.put(ServerNode.LOG_DIRS, ServerNode.DATA + ",/more");
        }
        List<TopicPlan> topics = new ArrayList<>();
        int topicCount = between(1, 3);
        for (int i = 0; i < topicCount; i++) {
            topics.add(topic("topic-" + i));
        }
        List<ProducerPlan> producers = new ArrayList<>();
        int producerCount = between(1, 4);
        for (int i = 0; i < producerCount; i++) {
            producers.add(producer("producer-" + i, faultNanos * producerCount / SENDS_PER_RUN));
        }
        List<ConsumerPlan> consumers = new ArrayList<>();
        int consumerCount = between(1, 4);
        for (int i = 0; i < consumerCount; i++) {
            consumers.add(consumer("consumer-" + i));
        }
        return new SwarmConfig(world, node, topics, producers, consumers, faults(), faultNanos);
    }

    private TopicPlan topic(String name) {
        Map<String, String> configs = new TreeMap<>();
        configs.put("retention.ms", "-1");
        if (chance(70)) {
            configs.put("internal.segment.bytes", String.valueOf(pick(1_024, 4_096, 16_384, 65_536)));
        }
        if (chance(30)) {
            configs.put("segment.ms", String.valueOf(pick(1_000, 10_000)));
        }
        if (chance(60)) {
            configs.put("index.interval.bytes", String.valueOf(pick(0, 100, 1_000)));
        }
        if (chance(30)) {
            configs.put("flush.messages", String.valueOf(pick(1, 3, 20)));
        }
        if (chance(30)) {
            configs.put("flush.ms", String.valueOf(pick(50, 500, 5_000)));
        }
        if (chance(20)) {
            configs.put("compression.type",
                    List.of("gzip", "snappy", "lz4", "uncompressed", "zstd").get(draw(zstd ? 5 : 4)));
        }
        if (chance(20)) {
            configs.put("message.timestamp.type", "LogAppendTime");
        }
        return new TopicPlan(name, between(1, 5), configs);
    }

    private ProducerPlan producer(String name, long meanPauseNanos) {
        boolean idempotent = chance(55);
        short acks = idempotent ? -1 : (short) pick(-1, 1, 1, 0);
        int inFlight = idempotent ? between(1, 5) : chance(80) ? 1 : between(2, 5);
        ProducerSettings settings = new ProducerSettings(acks, idempotent, inFlight, 1_000 * between(1, 30),
                MILLI * pick(10, 50, 200));
        List<Compression> compressions = new ArrayList<>();
        compressions.add(Compression.NONE);
        if (chance(40)) {
            compressions.add(Compression.values()[draw(zstd ? 5 : 4)]);
        }
        Map<Api, Short> versions = new EnumMap<>(Api.class);
        versions.put(Api.PRODUCE, PRODUCE_VERSIONS[draw(PRODUCE_VERSIONS.length - (zstd ? 1 : 0))]);
        // Records stay well below the smallest segment.
        int records = pick(1, 5, 20);
        return new ProducerPlan(client(name, versions), settings, compressions, records, pick(10, 24, 700 / records),
                meanPauseNanos, between(2, 12));
    }

    private ConsumerPlan consumer(String name) {
        Map<Api, Short> versions = new EnumMap<>(Api.class);
        short fetch = FETCH_VERSIONS[draw(FETCH_VERSIONS.length - (zstd ? 2 : 0))];
        versions.put(Api.FETCH, fetch);
        // To wait for more than an answer may hold would be to wait in full for each of them.
        int minBytes = pick(1, 1, 500);
        int least = minBytes == 1 ? 300 : 600;
        FetcherSettings settings = new FetcherSettings(pick(100, 500, 2_000, 10_000), minBytes,
                pick(2 * least, 10_000, 1 << 22), pick(least, 5_000, 1 << 20), chance(60) && fetch >= 7,
                MILLI * pick(20, 100, 500));
        return new ConsumerPlan(client(name, versions), settings, pick(300, 700, 1_000), chance(70));
    }

    private ClientSettings client(String name, Map<Api, Short> versions) {
        return new ClientSettings(name, MILLI * pick(1_000, 3_000, 10_000), MILLI * pick(5, 20, 100),
                MILLI * pick(500, 1_000), versions);
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
                means.put(each, other);
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
