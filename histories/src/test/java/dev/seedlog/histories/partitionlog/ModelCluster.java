package dev.seedlog.histories.partitionlog;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.HistoryRecorder;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Lane;
import dev.seedlog.histories.LaneGroup;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.ProducerProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws what clients of a log that keeps its promises may see: batches under way that are written late, or never, or
 * twice; answers that come late or not at all; consumers that lag; breaches that leave a prefix; deletions.
 */
final class ModelCluster {

    private static final int KEYS = 2;
    private static final int PRODUCERS = 3;
    private static final int CONSUMERS = 3;

    private final Random random;
    private final boolean breaches;
    private final List<Op> ops = new ArrayList<>();
    private final HistoryRecorder recorder;
    private final List<List<Long>> logs = new ArrayList<>();
    private final List<LaneGroup> producers = new ArrayList<>();
    private final List<Lane> consumers = new ArrayList<>();
    private final long[][] positions = new long[CONSUMERS][KEYS];
    private final int[][] lives = new int[CONSUMERS][KEYS];
    private final long[] starts = new long[KEYS];
    private final List<Sending> underWay = new ArrayList<>();
    private long now;
    private long nextValue = 100;
    private int generation;

    /** A batch that is sent; the offset is that of its first record, once it is written. */
    private static final class Sending {
        private final Invocation invocation;
        private final int producer;
        private final int key;
        private final List<Long> values;
        private final int generation;
        private long offset = -1;
        private int attempts = 1;

        private Sending(Invocation invocation, int producer, int key, List<Long> values, int generation) {
            this.invocation = invocation;
            this.producer = producer;
            this.key = key;
            this.values = values;
            this.generation = generation;
        }
    }

    ModelCluster(long seed, boolean breaches) {
        this.random = new Random(seed);
        this.breaches = breaches;
        this.recorder = new HistoryRecorder(ops::add, () -> now += random.nextInt(50), 100);
    }

    /** Everything that happened. */
    List<Op> run(int steps) {
        recorder.begin(Extras.of("drawn", true));
        for (int key = 0; key < KEYS; key++) {
            logs.add(new ArrayList<>());
            recorder.nemesis(F.KEY_PROFILE, KeyProfile.plain(key, "id-" + key, "t-" + key));
        }
        for (int producer = 0; producer < PRODUCERS; producer++) {
            producers.add(recorder.laneGroup());
            boolean idempotent = idempotent(producer);
            recorder.nemesis(F.PRODUCER_PROFILE, new ProducerProfile(producer, producer == 1 ? 1 : -1, idempotent,
                    idempotent));
        }
        for (int consumer = 0; consumer < CONSUMERS; consumer++) {
            consumers.add(recorder.lane());
        }
        for (int i = 0; i < steps; i++) {
            step();
        }
        while (!underWay.isEmpty()) {
            answer();
        }
        recorder.nemesis(F.HEAL, OpValue.NIL);
        readEverything();
        recorder.finish();
        return ops;
    }

    private static boolean idempotent(int producer) {
        return producer != 2;
    }

    private void step() {
        int what = random.nextInt(100);
        if (what < 35) {
            send();
        } else if (what < 65) {
            answer();
        } else if (what < 92) {
            poll();
        } else if (what < 95) {
            listOffsets();
        } else if (what < 97) {
            delete();
        } else if (breaches) {
            breach();
        }
    }

    private void send() {
        int producer = random.nextInt(PRODUCERS);
        int key = random.nextInt(KEYS);
        List<Long> values = new ArrayList<>();
        List<Mop> mops = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            values.add(nextValue);
            mops.add(new Mop.Send(key, nextValue));
            nextValue += 1 + random.nextInt(3);
        }
        Invocation invocation = producers.get(producer).invoke(F.SEND, new OpValue.Mops(mops),
                Extras.of(Extras.PRODUCER, producer));
        underWay.add(new Sending(invocation, producer, key, values, generation));
        if (random.nextBoolean()) {
            write(underWay.get(underWay.size() - 1));
        }
    }

    /** Writes a batch, and what its session has sent before it. */
    private void write(Sending last) {
        for (Sending sending : underWay) {
            boolean before = idempotent(last.producer) && sending.producer == last.producer && sending.key == last.key;
            if ((before || sending == last) && sending.offset < 0 && sending.generation == generation) {
                sending.offset = logs.get(sending.key).size();
                logs.get(sending.key).addAll(sending.values);
            }
            if (sending == last) {
                return;
            }
        }
    }

    private void answer() {
        if (underWay.isEmpty()) {
            return;
        }
        Sending sending = underWay.get(random.nextInt(underWay.size()));
        if (sending.offset < 0 && sending.generation == generation && random.nextInt(3) > 0) {
            write(sending);
        }
        boolean written = sending.offset >= 0;
        if (written && !idempotent(sending.producer) && sending.generation == generation && random.nextInt(4) == 0) {
            sending.attempts++;
            sending.offset = logs.get(sending.key).size();
            logs.get(sending.key).addAll(sending.values);
        }
        underWay.remove(sending);
        Extras extras = sending.attempts > 1 ? Extras.of(Extras.ATTEMPTS, sending.attempts) : Extras.NONE;
        int outcome = random.nextInt(10);
        if (outcome == 0 || !written && outcome < 5) {
            sending.invocation.info(extras.with(Extras.ERROR, new Keyword("timeout")));
        } else if (!written) {
            sending.invocation.fail(extras.with(Extras.ERROR, new Keyword("refused")));
        } else {
            List<Mop> mops = new ArrayList<>();
            for (int i = 0; i < sending.values.size(); i++) {
                mops.add(new Mop.Send(sending.key, sending.values.get(i), sending.offset + i));
            }
            sending.invocation.ok(new OpValue.Mops(mops), extras.with(Extras.GENERATION, sending.generation));
        }
    }

    private void poll() {
        int consumer = random.nextInt(CONSUMERS);
        int key = random.nextInt(KEYS);
        Lane lane = consumers.get(consumer);
        long position = positions[consumer][key];
        boolean outside = lives[consumer][key] != generation || position < starts[key];
        Invocation poll = lane.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED));
        if (outside) {
            poll.fail(Extras.of(Extras.ERROR, Extras.OFFSET_OUT_OF_RANGE).with(Extras.GENERATION, generation)
                    .with(Extras.POSITIONS, Map.of(key, List.of(position))));
            positions[consumer][key] = Math.max(starts[key], Math.min(position, logs.get(key).size()));
            lives[consumer][key] = generation;
            return;
        }
        int count = Math.min(random.nextInt(8), (int) (logs.get(key).size() - position));
        positions[consumer][key] = position + count;
        poll.ok(OpValue.mops(new Mop.Poll(count == 0 ? List.of() : List.of(polled(key, position, count)))),
                Extras.of(Extras.POSITIONS, place(key, position, count)).with(Extras.GENERATION, generation));
    }

    private Polled polled(int key, long position, int count) {
        long[] offsets = new long[count];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = position + i;
            values[i] = logs.get(key).get((int) position + i);
        }
        return new Polled(key, offsets, values);
    }

    private static Map<Integer, List<Long>> place(int key, long position, int count) {
        Map<Integer, List<Long>> place = new LinkedHashMap<>();
        place.put(key, List.of(position, position + count));
        return place;
    }

    private void listOffsets() {
        int key = random.nextInt(KEYS);
        consumers.get(0).invoke(F.LIST_OFFSETS, new OpValue.Bounds(key, -1, -1)).ok(
                new OpValue.Bounds(key, starts[key], logs.get(key).size()), Extras.of(Extras.GENERATION, generation));
    }

    private void delete() {
        int key = random.nextInt(KEYS);
        long before = starts[key] + random.nextInt((int) (logs.get(key).size() - starts[key]) / 4 + 1);
        consumers.get(1).invoke(F.DELETE_RECORDS, new OpValue.Bounds(key, before, -1))
                .ok(new OpValue.Bounds(key, before, -1));
        starts[key] = before;
    }

    /** The log forgets what is behind a drawn offset; batches under way are answered from their own life. */
    private void breach() {
        generation++;
        for (int key = 0; key < KEYS; key++) {
            int size = logs.get(key).size();
            int kept = (int) starts[key] + random.nextInt((int) (size - starts[key]) + 1);
            kept = random.nextBoolean() ? size : kept;
            int durable = random.nextInt(kept + 1);
            long[] forced = new long[durable];
            for (int i = 0; i < durable; i++) {
                forced[i] = logs.get(key).get(i);
            }
            recorder.nemesis(F.BREACH, random.nextBoolean() ? new Breach(key, generation, "power-cut", durable)
                    : new Breach(key, generation, "power-cut", durable, 0, forced));
            logs.get(key).subList(kept, size).clear();
        }
    }

    private void readEverything() {
        Lane lane = recorder.lane();
        for (int key = 0; key < KEYS; key++) {
            long position = starts[key];
            boolean more = true;
            while (more) {
                int count = (int) Math.min(5, logs.get(key).size() - position);
                more = count > 0;
                lane.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED)).ok(
                        OpValue.mops(new Mop.Poll(count == 0 ? List.of() : List.of(polled(key, position, count)))),
                        Extras.of(Extras.POSITIONS, place(key, position, count)).with(Extras.GENERATION, generation)
                                .with(Extras.FINAL, true));
                position += count;
            }
        }
    }
}
