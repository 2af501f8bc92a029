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

    /** What a disk certainly has of a partition. */
    private record Forced(long firstOffset, long[] values) {
    }

    private final List<Op> ops = new ArrayList<>();
    private final HistoryRecorder history;
    private final LaneGroup admins;
    private final LongSupplier nowNanos;
    private final boolean lossy;
    private final Map<Partition, Integer> keys = new LinkedHashMap<>();
    private final Map<TopicPartition, Integer> present = new TreeMap<>();
    private final Map<Integer, Forced> forced = new TreeMap<>();
    private final Map<String, KeyProfile.Cleanup> cleanups = new TreeMap<>();
    private final Map<Long, Integer> producerIds = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final WorkCounts counts = new WorkCounts();
    private int producers;
    private int powerCuts;

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
        history.nemesis(F.KEY_PROFILE, new KeyProfile(key, topicId.toString(), partition.toString(), 1,
                cleanups.get(partition.topic()), false, false, false));
        // It may have lived through the power cuts before anybody used it.
        for (int i = 1; lossy && i <= powerCuts; i++) {
            history.nemesis(F.BREACH, new Breach(key, i, "power-cut", 0));
        }
        return key;
    }

    /** The partitions that were used last under their names. */
    public List<TopicPartition> partitions() {
        return List.copyOf(present.keySet());
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

    /** Of the partition with this number, the values from an offset on are durable now. */
    public void forced(int key, long firstOffset, long[] values) {
        forced.put(key, new Forced(firstOffset, values));
    }

    /** The power was cut: a new life of all logs begins. What was told to be durable is there in it. */
    public void powerCut() {
        powerCuts++;
        if (lossy) {
            for (int key : keys.values()) {
                Forced durable = forced.getOrDefault(key, new Forced(0, new long[0]));
                history.nemesis(F.BREACH, new Breach(key, powerCuts, "power-cut",
                        durable.firstOffset + durable.values.length, durable.firstOffset, durable.values));
            }
        }
        forced.clear();
    }

    /** How many power cuts there were; the number of the logs' present life. */
    public int powerCuts() {
        return powerCuts;
    }

    /** What an answer says of the life that it is from. */
    Extras from(int generation) {
        return lossy ? Extras.of(Extras.GENERATION, generation) : Extras.NONE;
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
