package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.log.LogWorld.Read;
import dev.seedlog.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One seed: a log lives through several processes that append, truncate, delete and force at random and end by a kill
 * or a power cut at any disk operation; after each, what is recovered is compared with what was written.
 */
final class CrashRun {

    /** What can end a process, and how the test's disk does it. */
    interface CrashingDisk {
        /** The next process dies at its operation number {@code operations}, in the midst of it. */
        void killAfter(long operations, RandomSource random);

        void kill();

        void cutPower(RandomSource random);
    }

    /** What the run has seen, over all seeds. */
    static final class Totals {
        int batches;
        int kills;
        int powerCuts;
        int tornTails;
        int truncations;
        int killedInTurn;
        int startsMoved;

        @Override
        public String toString() {
            return "batches " + batches + ", kills " + kills + ", power cuts " + powerCuts + ", shorter after a cut "
                    + tornTails + ", truncations " + truncations + ", killed within a turn " + killedInTurn
                    + ", log starts moved " + startsMoved;
        }
    }

    private record Written(Read read, long producerId, int lastSequence) {
    }

    private final RandomSource random;
    private final LogWorld world;
    private final CrashingDisk disk;
    private final Class<? extends RuntimeException> killed;
    private final Totals totals;
    private final TreeMap<Long, Integer> sequences = new TreeMap<>();

    /** All batches of the log, from its very beginning; those of this turn are not in it yet. */
    private List<Written> written = new ArrayList<>();
    private final List<Written> queued = new ArrayList<>();
    /** What the log was before a truncation that may not be durable yet, or null. */
    private List<Written> beforeTruncation;
    private long durableEnd;
    private int epoch;
    private PartitionLog log;
    private boolean stopped;

    CrashRun(long seed, LogWorld world, CrashingDisk disk, Class<? extends RuntimeException> killed, Totals totals) {
        this.random = new SeededRandom(seed);
        this.world = world;
        this.disk = disk;
        this.killed = killed;
        this.totals = totals;
    }

    void run() {
        drawConfig();
        world.start();
        log = world.create();
        int lives = 2 + random.nextInt(4);
        for (int life = 0; life < lives; life++) {
            live();
            boolean power = random.nextInt(2) == 0;
            crash(power);
            recover(power);
        }
        if (random.nextInt(2) == 0) {
            turn();
            truncate();
        }
        world.stop();
        beforeTruncation = null;
        stopped = true;
        recover(false);
    }

    private void drawConfig() {
        LogConfig config = LogConfig.DEFAULT.withSegmentBytes(700 + random.nextInt(3_000))
                .withIndexIntervalBytes(50 + random.nextInt(400))
                .withForcesAcknowledged(random.nextInt(2) == 0)
                .withFlush(random.nextInt(3) == 0 ? 1 + random.nextInt(30) : Long.MAX_VALUE, Long.MAX_VALUE);
        world.config = config.withRetention(-1, random.nextInt(4) == 0 ? 4_000 : -1);
    }

    private void live() {
        if (random.nextInt(2) == 0) {
            disk.killAfter(1 + random.nextInt(60), random);
        }
        int steps = 5 + random.nextInt(60);
        try {
            for (int i = 0; i < steps; i++) {
                step();
                if (random.nextInt(3) > 0) {
                    turn();
                }
            }
        } catch (RuntimeException e) {
            if (!killed.isInstance(e)) {
                throw e;
            }
            totals.killedInTurn++;
        }
    }

    private void turn() {
        world.turn();
        written.addAll(queued);
        queued.clear();
        durableEnd = Math.max(durableEnd, log.forcedEndOffset());
        if (log.isAppendable()) {
            beforeTruncation = null;
        }
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0 -> {
                turn();
                truncate();
            }
            case 1 -> log.requestForce();
            case 2 -> {
                turn();
                log.highWatermark(log.forcedEndOffset());
                if (random.nextInt(3) == 0) {
                    log.deleteRecordsBefore(log.logStartOffset()
                            + random.nextInt((int) (log.highWatermark() - log.logStartOffset()) + 1));
                    totals.startsMoved++;
                } else {
                    log.applyRetention();
                }
            }
            case 3 -> {
                turn();
                world.directory.checkpoint(failure -> { });
            }
            default -> append();
        }
    }

    private void truncate() {
        if (written.isEmpty()) {
            return;
        }
        Written at = written.get(Math.max(0, written.size() - 1 - random.nextInt(8)));
        long offset = at.read.baseOffset();
        if (offset < log.logStartOffset() || !log.isAppendable()) {
            return;
        }
        beforeTruncation = new ArrayList<>(written);
        written.removeIf(batch -> batch.read.baseOffset() >= offset);
        durableEnd = Math.min(durableEnd, offset);
        epoch++;
        totals.truncations++;
        log.truncateTo(offset);
        sequencesFrom(written);
    }

    private void append() {
        if (!log.isAppendable()) {
            return;
        }
        int records = 1 + random.nextInt(5);
        Batches batch = Batches.at(world.nowMs + random.nextInt(1_000));
        long producer = -1;
        int sequence = 0;
        if (random.nextInt(2) == 0) {
            producer = 100 + random.nextInt(3);
            sequence = sequences.getOrDefault(producer, 0);
            batch.producer(producer, 0, sequence);
        }
        world.nowMs += 10;
        UnsafeBuffer bytes = batch.records(records, random.nextInt(random.nextInt(8) == 0 ? 600 : 60));
        AppendResult result = LogWorld.append(log, bytes, epoch);
        if (result.status() == AppendStatus.RECORD_LIST_TOO_LARGE) {
            return;
        }
        assertEquals(AppendStatus.APPENDED, result.status());
        RecordBatch appended = new RecordBatch().wrap(bytes, 0);
        queued.add(new Written(new Read(result.baseOffset(), result.lastOffset(), epoch, appended.maxTimestamp(),
                appended.crc()), producer, sequence + records - 1));
        if (producer >= 0) {
            sequences.put(producer, sequence + records);
        }
        totals.batches++;
    }

    private void crash(boolean power) {
        if (power) {
            disk.cutPower(random);
            totals.powerCuts++;
        } else {
            disk.kill();
            totals.kills++;
        }
    }

    private void recover(boolean power) {
        world.start();
        assertEquals(stopped, world.directory.stoppedCleanly());
        log = world.load();
        assertNotNull(log, () -> "recovery failed: " + world.recovery.failure());
        if (log.topicId().isZero()) {
            // As a broker does that knows which topic has this name.
            log.rememberTopicId(LogWorld.TOPIC_ID);
        }
        List<Read> found = LogWorld.readAll(log, log.logStartOffset(), 1 + random.nextInt(2_000));
        if (found.isEmpty() && log.logStartOffset() == log.logEndOffset() && log.logEndOffset() >= durableEnd) {
            written.removeIf(batch -> batch.read.lastOffset() >= log.logEndOffset());
        } else {
            compare(found, power);
        }
        queued.clear();
        beforeTruncation = null;
        durableEnd = Math.min(durableEnd, log.logEndOffset());
        epoch++;
        sequencesFrom(written);
        checkLookups();
        checkProducers();
        checkAgain(found);
    }

    /** What was found is what was written, up to some batch that is not before what had to stay. */
    private void compare(List<Read> found, boolean power) {
        List<Written> all = new ArrayList<>(written);
        all.addAll(queued);
        List<Written> expected = matching(found, all) ? all : beforeTruncation;
        assertTrue(expected != null && matching(found, expected),
                () -> "found " + found + " where " + all + " was written");
        long end = log.logEndOffset();
        if (power) {
            assertTrue(end >= durableEnd, () -> "durable up to " + durableEnd + ", recovered up to " + end);
            if (end < endOf(written)) {
                totals.tornTails++;
            }
        } else if (beforeTruncation == null) {
            assertTrue(end >= endOf(written), () -> "written up to " + endOf(written) + ", recovered up to " + end);
        }
        written = new ArrayList<>(expected);
        written.removeIf(batch -> batch.read.lastOffset() >= end);
    }

    private static long endOf(List<Written> batches) {
        return batches.isEmpty() ? 0 : batches.get(batches.size() - 1).read.lastOffset() + 1;
    }

    private boolean matching(List<Read> found, List<Written> expected) {
        int at = 0;
        while (at < expected.size() && expected.get(at).read.lastOffset() < log.logStartOffset()) {
            at++;
        }
        if (at + found.size() > expected.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).equals(expected.get(at + i).read)) {
                return false;
            }
        }
        return true;
    }

    private void sequencesFrom(List<Written> batches) {
        sequences.clear();
        for (Written batch : batches) {
            if (batch.producerId >= 0) {
                sequences.put(batch.producerId, batch.lastSequence + 1);
            }
        }
    }

    private void checkLookups() {
        long latest = Long.MIN_VALUE;
        for (Written batch : written) {
            Read read = batch.read;
            if (read.lastOffset() < log.logStartOffset()) {
                continue;
            }
            BatchPosition at = log.batchAt(read.lastOffset());
            assertEquals(read.baseOffset(), at.baseOffset());
            assertEquals(read.maxTimestampMs(), at.maxTimestampMs());
            if (read.maxTimestampMs() > latest) {
                latest = read.maxTimestampMs();
                assertEquals(read.baseOffset(), log.batchByTimestamp(latest, 0).baseOffset(), "timestamp " + latest);
            }
            assertEquals(read.epoch(), log.leaderEpochs().epochOf(read.lastOffset()));
        }
    }

    private void checkProducers() {
        for (long producer = 100; producer < 103; producer++) {
            ProducerEntry entry = log.producers().entry(producer);
            int expected = sequences.getOrDefault(producer, 0) - 1;
            boolean seen = written.stream().anyMatch(batch -> batch.read.baseOffset() >= log.logStartOffset());
            if (entry != null || seen && firstKept(producer)) {
                assertEquals(expected, entry == null ? -1 : entry.lastSequence(), "producer " + producer);
            }
        }
    }

    /** Whether the producer's last batch is still in the log; before the log's start it may be forgotten. */
    private boolean firstKept(long producer) {
        long last = -1;
        for (Written batch : written) {
            if (batch.producerId == producer) {
                last = batch.read.baseOffset();
            }
        }
        return last >= log.logStartOffset();
    }

    /** A second recovery finds the same. */
    private void checkAgain(List<Read> found) {
        disk.kill();
        world.start();
        log = world.load();
        assertNotNull(log, () -> "second recovery failed: " + world.recovery.failure());
        assertEquals(found, LogWorld.readAll(log, log.logStartOffset(), 5_000));
    }
}
