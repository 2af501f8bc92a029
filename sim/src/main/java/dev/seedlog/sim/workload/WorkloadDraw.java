package dev.seedlog.sim.workload;

import dev.seedlog.client.ClientSettings;
import dev.seedlog.client.FetcherSettings;
import dev.seedlog.client.GroupProtocol;
import dev.seedlog.client.GroupSettings;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.env.RandomSource;
import dev.seedlog.record.Compression;
import dev.seedlog.wire.Api;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws what the clients of a seed do. */
public final class WorkloadDraw {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final short FIRST_BY_ID = 13;
    private static final short[] PRODUCE_VERSIONS = {13, 13, 12, 9, 7, 3};
    private static final short[] FETCH_VERSIONS = {18, 17, 16, 13, 12, 11, 7, 4};
    private static final short[] OFFSET_VERSIONS = {9, 8, 7, 5, 2};

    private final RandomSource random;
    private final String prefix;
    private final long nanos;
    private final int sends;
    /** Old versions of produce and fetch know no zstd, so a run has either. */
    private final boolean zstd;
    private final List<TopicPlan> topics = new ArrayList<>();

    /**
     * A draw.
     *
     * @param nanos how long clients work
     * @param sends how many batches they send in that time, about
     * @param prefix what the names of topics and groups begin with
     */
    public WorkloadDraw(RandomSource random, long nanos, int sends, String prefix) {
        this.prefix = prefix;
        this.random = random;
        this.nanos = nanos;
        this.sends = sends;
        this.zstd = chance(50);
    }

    /** What they do. */
    public WorkloadPlan draw() {
        int topicCount = between(1, 3);
        for (int i = 0; i < topicCount; i++) {
            topics.add(topic(prefix + "topic-" + i, i == 0 ? TopicPlan.Kind.KEPT : kind()));
        }
        List<ProducerPlan> producers = new ArrayList<>();
        int producerCount = between(1, 4);
        for (int i = 0; i < producerCount; i++) {
            producers.add(producer("producer-" + i, nanos * producerCount / sends));
        }
        List<ConsumerPlan> consumers = new ArrayList<>();
        int consumerCount = between(1, 3);
        for (int i = 0; i < consumerCount; i++) {
            consumers.add(consumer("consumer-" + i));
        }
        List<MemberPlan> members = new ArrayList<>();
        int groupCount = chance(65) ? between(1, 2) : 0;
        for (int i = 0; i < groupCount; i++) {
            members.addAll(group(prefix + "group-" + i));
        }
        List<AdminPlan> admins = new ArrayList<>();
        int adminCount = chance(70) ? between(1, 2) : 0;
        for (int i = 0; i < adminCount; i++) {
            admins.add(admin("admin-" + i));
        }
        return new WorkloadPlan(topics, producers, consumers, members, admins);
    }

    private TopicPlan.Kind kind() {
        return TopicPlan.Kind.values()[draw(TopicPlan.Kind.values().length)];
    }

    private TopicPlan topic(String name, TopicPlan.Kind kind) {
        Map<String, String> configs = new TreeMap<>();
        if (kind == TopicPlan.Kind.KEPT) {
            configs.put("retention.ms", "-1");
            configs.put(RegisterOp.CONFIG, String.valueOf(RegisterOp.value(0)));
        } else if (kind == TopicPlan.Kind.COMPACTED) {
            configs.put("cleanup.policy", "compact");
            configs.put("min.cleanable.dirty.ratio", List.of("0.01", "0.3", "0.5").get(draw(3)));
            configs.put("max.compaction.lag.ms", String.valueOf(pick(1_000, 30_000)));
        } else {
            configs.put("retention.ms", String.valueOf(pick(-1, 5_000, 20_000)));
            configs.put("retention.bytes", String.valueOf(pick(-1, 2_000, 20_000)));
        }
        if (chance(70) || kind != TopicPlan.Kind.KEPT) {
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
        return new TopicPlan(name, between(1, 5), configs, kind);
    }

    private ProducerPlan producer(String name, long meanPauseNanos) {
        boolean idempotent = chance(55);
        short acks = idempotent ? -1 : (short) pick(-1, 1, 1, 0);
        int inFlight = idempotent ? between(1, 5) : chance(80) ? 1 : between(2, 5);
        ProducerSettings settings = new ProducerSettings(acks, idempotent, inFlight, 1_000 * between(1, 30),
                MILLI * pick(10, 50, 200), SECOND * pick(10, 30, 120));
        List<Compression> compressions = new ArrayList<>();
        compressions.add(Compression.NONE);
        if (chance(40)) {
            compressions.add(Compression.values()[draw(zstd ? 5 : 4)]);
        }
        Map<Api, Short> versions = new EnumMap<>(Api.class);
        short version = PRODUCE_VERSIONS[draw(PRODUCE_VERSIONS.length - (zstd ? 1 : 0))];
        versions.put(Api.PRODUCE, version);
        // Records stay well below the smallest segment.
        int records = pick(1, 5, 20);
        return new ProducerPlan(client(name, versions), settings, topicsFor(version >= FIRST_BY_ID), compressions,
                new ProducerPlan.Sizes(records, pick(10, 24, 700 / records), chance(40)), meanPauseNanos,
                between(2, 12));
    }

    private ConsumerPlan consumer(String name) {
        Map<Api, Short> versions = new EnumMap<>(Api.class);
        FetcherSettings settings = fetching(versions);
        return new ConsumerPlan(client(name, versions), settings, topicsFor(versions.get(Api.FETCH) >= FIRST_BY_ID),
                pick(300, 700, 1_000), chance(70), chance(40) ? SECOND * between(3, 20) : 0);
    }

    private FetcherSettings fetching(Map<Api, Short> versions) {
        short fetch = FETCH_VERSIONS[draw(FETCH_VERSIONS.length - (zstd ? 2 : 0))];
        versions.put(Api.FETCH, fetch);
        // To wait for more than an answer may hold would be to wait in full for each of them.
        int minBytes = pick(1, 1, 500);
        int least = minBytes == 1 ? 300 : 600;
        return new FetcherSettings(pick(300, 500, 2_000, 10_000), minBytes, pick(2 * least, 10_000, 1 << 22),
                pick(least, 5_000, 1 << 20), chance(60) && fetch >= 7, MILLI * pick(20, 100, 500));
    }

    private List<MemberPlan> group(String name) {
        GroupProtocol protocol = GroupProtocol.values()[draw(2)];
        int sessionMs = pick(6_000, 10_000);
        // Members hear of a rebalance with a heartbeat: who had less time than two of them would be left out each time.
        int rebalanceMs = pick(8_000, 20_000, 60_000);
        int autoCommitMs = pick(0, 1_000, 5_000);
        boolean fromEarliest = chance(80);
        boolean ids = chance(50);
        List<String> read = topicsFor(ids);
        List<MemberPlan> members = new ArrayList<>();
        int count = between(1, 4);
        for (int i = 0; i < count; i++) {
            Map<Api, Short> versions = new EnumMap<>(Api.class);
            FetcherSettings fetching = fetching(versions);
            if (ids) {
                versions.put(Api.FETCH, (short) pick(18, 17, 13));
            } else {
                versions.put(Api.OFFSET_COMMIT, OFFSET_VERSIONS[draw(OFFSET_VERSIONS.length)]);
                versions.put(Api.OFFSET_FETCH, OFFSET_VERSIONS[draw(OFFSET_VERSIONS.length)]);
                versions.put(Api.JOIN_GROUP, (short) pick(9, 7, 5, 4, 2));
                versions.put(Api.SYNC_GROUP, (short) pick(5, 4, 3, 1));
            }
            GroupSettings settings = new GroupSettings(name, null, sessionMs, rebalanceMs, sessionMs / 3, protocol,
                    fromEarliest, autoCommitMs);
            members.add(new MemberPlan(client(name + "-member-" + i, versions), fetching, settings, read,
                    chance(60) ? SECOND * between(8, 40) : 0, autoCommitMs == 0 || chance(30)
                            ? MILLI * pick(300, 2_000, 6_000) : 0));
        }
        return members;
    }

    private AdminPlan admin(String name) {
        Collection<AdminAction> actions = EnumSet.allOf(AdminAction.class);
        actions.removeIf(action -> chance(40));
        List<AdminAction> drawn = new ArrayList<>(actions);
        drawn.add(AdminAction.READ_REGISTER);
        return new AdminPlan(client(name, new EnumMap<>(Api.class)), MILLI * pick(300, 1_000, 4_000), drawn);
    }

    /** Topics that may be deleted and created again are only for those who know topics by their ids. */
    private List<String> topicsFor(boolean ids) {
        List<String> names = new ArrayList<>();
        for (TopicPlan topic : topics) {
            if ((ids || !topic.churned()) && (names.isEmpty() || chance(80))) {
                names.add(topic.name());
            }
        }
        return names;
    }

    private ClientSettings client(String name, Map<Api, Short> versions) {
        return new ClientSettings(name, MILLI * pick(1_000, 3_000, 10_000), MILLI * pick(5, 20, 100),
                MILLI * pick(500, 1_000), versions);
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
