package dev.seedlog.sim.workload;

import dev.seedlog.base.Uuid;
import dev.seedlog.client.ProducerSession;
import dev.seedlog.client.ProducerSettings;
import dev.seedlog.histories.Breach;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.HistoryRecorder;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.LaneGroup;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.ProducerProfile;
import dev.seedlog.histories.Seen;
import dev.seedlog.log.TopicPartition;
import dev.seedlog.sim.check.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Takes down what clients do and see as one history, and knows the numbers by which it calls things. */
public final class Recorder {

    /** What is wrong beyond what operations show; told by the nemesis, so that the history says all that a run says. */
    public static final F VIOLATION = F.of("violation");

    /** A partition's topic is about to be deleted. */
    public static final F DELETE_TOPIC = F.of("delete-topic");

    private static final int MOST_LANES = 10_000;

    /** A partition of one topic: names come again, ids do not. */
    private record Partition(Uuid topicId, TopicPartition name) {
    }

    /**
     * What is certainly left of a partition.
     *
     * @param key its number
     * @param firstOffset where it begins
     * @param values what it has from there on
     */
    public record Remains(int key, long firstOffset, long[] values) {
    }

    private final List<Op> ops = new ArrayList<>();
    private final HistoryRecorder history;
    private final LaneGroup admins;
    private final LongSupplier nowNanos;
    private final boolean lossy;
    private final Map<Partition, Integer> keys = new LinkedHashMap<>();
    private final Map<TopicPartition, Integer> present = new TreeMap<>();
    /** Of each partition, by which power cuts it lost something: a new life of its log began with each. */
    private final Map<Integer, List<Integer>> breaches = new TreeMap<>();
    /** Whose power was cut, one after the other. */
    private final List<List<String>> cutHosts = new ArrayList<>();
    private final Map<String, KeyProfile.Cleanup> cleanups = new TreeMap<>();
    private final Map<Long, Integer> producerIds = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final WorkCounts counts = new WorkCounts();
    private final Map<TopicPartition, Long> damagedUntilNanos = new TreeMap<>();
    private int producers;
    private int replicas = 1;

    /**
     * An empty record.
     *
     * @param lossy whether power cuts may take what was not forced
     * @param nowNanos what time it is
     * @param description what the history is of
     */
    public Recorder(boolean lossy, LongSupplier nowNanos, Extras description) {
        this.lossy = lossy;
        this.nowNanos = nowNanos;
        this.history = new HistoryRecorder(this::take, nowNanos, MOST_LANES);
        this.admins = history.laneGroup();
        history.begin(description.with("lossy?", lossy));
    }

    private void take(Op op) {
        ops.add(op);
        counts.count(op);
    }

    /** How many brokers have each partition. */
    public Recorder withReplicas(int count) {
        replicas = count;
        return this;
    }

    /** Writes down who does what. */
    HistoryRecorder history() {
        return history;
    }

    /** Those who ask for what is neither sent nor polled. */
    LaneGroup admins() {
        return admins;
    }

    /** The history so far; whole after {@link #finish}. */
    public List<Op> ops() {
        return ops;
    }

    /** The history is over. */
    public void finish() {
        history.finish();
    }

    /** What was counted. */
    public WorkCounts counts() {
        return counts;
    }

    /** What was found wrong beyond what operations show. */
    public List<Violation> violations() {
        return violations;
    }

    /** What the logs of a topic forget of themselves. */
    void cleanup(String topic, KeyProfile.Cleanup cleanup) {
        cleanups.put(topic, cleanup);
    }

    /** Whether records with the same key are taken from a topic's logs. */
    public boolean isCompacted(String topic) {
        return cleanups.get(topic) == KeyProfile.Cleanup.COMPACT;
    }

    /** The number of a partition of a topic. */
    public int key(TopicPartition partition, Uuid topicId) {
        Partition whole = new Partition(topicId, partition);
        Integer known = keys.get(whole);
        if (known != null) {
            return known;
        }
        int key = keys.size();
        keys.put(whole, key);
        present.put(partition, key);
        history.nemesis(F.KEY_PROFILE, new KeyProfile(key, topicId.toString(), partition.toString(), replicas,
                cleanups.get(partition.topic()), false, false, false));
        return key;
    }

    /** The number of a partition that no client uses directly. */
    public int internalKey(TopicPartition partition) {
        cleanups.put(partition.topic(), KeyProfile.Cleanup.COMPACT);
        return key(partition, Uuid.ZERO);
    }

    /** The partitions that were used last under their names. */
    public List<TopicPartition> partitions() {
        return List.copyOf(present.keySet());
    }

    /** Whether a topic of this id is the one that was used last under a partition's name; so is that of a group. */
    public boolean isPresent(TopicPartition partition, Uuid topicId) {
        Integer key = present.get(partition);
        return key != null && (key.equals(keys.get(new Partition(topicId, partition)))
                || key.equals(keys.get(new Partition(Uuid.ZERO, partition))));
    }

    /** The number of the partition that was used last under its name; null if none was. */
    public Integer presentKey(TopicPartition partition) {
        return present.get(partition);
    }

    /** A number for a producer, of which its promises are written down. */
    int producer(ProducerSettings settings) {
        int number = ++producers;
        boolean ordered = settings.idempotent() || settings.maxInFlight() == 1 && settings.acks() != 0;
        history.nemesis(F.PRODUCER_PROFILE,
                new ProducerProfile(number, settings.acks(), settings.idempotent(), ordered));
        return number;
    }

    /**
     * The power of a machine was cut.
     *
     * @param host whose
     * @param hit what is left of the partitions that may have lost something by it: a new life of theirs begins
     */
    public void powerCut(String host, List<Remains> hit) {
        breach(List.of(host), "power-cut", hit);
    }

    /**
     * Something else was beyond what is promised.
     *
     * @param hosts on whose machines: what their present connections bring is of the former life
     */
    public void breach(List<String> hosts, String reason, List<Remains> hit) {
        cutHosts.add(hosts);
        for (Remains left : hit) {
            List<Integer> lives = breaches.computeIfAbsent(left.key(), unseen -> new ArrayList<>());
            lives.add(powerCuts());
            history.nemesis(F.BREACH, new Breach(left.key(), lives.size(), reason,
                    left.firstOffset() + left.values().length, left.firstOffset(), left.values()));
        }
    }

    /** A replica that had nothing is in sync, and knows of nothing that was in front of this offset. */
    public void beganAnew(TopicPartition partition, long start) {
        if (start > 0) {
            history.nemesis(F.BEGAN_ANEW, new OpValue.Bounds(present.get(partition), start, -1));
        }
    }

    /** How many power cuts there were. */
    public int powerCuts() {
        return cutHosts.size();
    }

    /**
     * How many power cuts had happened when the present one of these answers was given, if none of the host's own came
     * since.
     */
    int powerCutsSince(int seen, String host) {
        int cuts = seen;
        while (cuts >= 0 && cuts < cutHosts.size() && !cutHosts.get(cuts).contains(host)) {
            cuts++;
        }
        return cuts;
    }

    /**
     * What an answer says of the life that it is from.
     *
     * @param key the partition
     * @param cuts how many power cuts there had been
     */
    Extras from(int key, int cuts) {
        if (!lossy) {
            return Extras.NONE;
        }
        List<Integer> lives = breaches.getOrDefault(key, List.of());
        return Extras.of(Extras.GENERATION, (int) lives.stream().filter(cut -> cut <= cuts).count());
    }

    /** A fault happens, begins or ends, as the prefix of its name says. */
    public void fault(String name, String prefix) {
        history.nemesis(F.of(prefix + name), OpValue.NIL);
    }

    /** All faults are over. */
    public void healed() {
        history.nemesis(F.HEAL, OpValue.NIL);
    }

    /** A producer has a producer id: nobody else may have had it. */
    void session(int producer, ProducerSession session) {
        Integer other = producerIds.putIfAbsent(session.producerId(), producer);
        if (other != null && other != producer) {
            broken("producer-id-reused", "producer id " + session.producerId() + " was given to producers " + other
                    + " and " + producer);
        }
    }

    /** Until then a partition's records may be damaged on the disk, and nobody has to be able to read them. */
    public void damaged(TopicPartition partition, long untilNanos) {
        damagedUntilNanos.put(partition, untilNanos);
    }

    /** A client was sent what is not right, and noticed. */
    void corrupt(TopicPartition partition, long position, String what) {
        if (damagedUntilNanos.getOrDefault(partition, Long.MIN_VALUE) < nowNanos.getAsLong()) {
            broken("corrupt", partition + " at " + position + ": " + what);
        }
    }

    /** The server did what is never right. */
    public void broken(String kind, String what) {
        broken(new Violation(kind, what, nowNanos.getAsLong(), List.of()));
    }

    /** As above. */
    public void broken(Violation violation) {
        violations.add(violation);
        history.nemesis(F.VIOLATION, new Seen(violation.kind(), violation.what()));
    }
}
