package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.RandomSource;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.log.CompactedLog.Entry;
import dev.seedlog.record.Compression;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One seed: a log with keys is written to and compacted, and its process is killed or loses power at any disk
 * operation. Whatever was done to it, a reader of the whole log ends up with what a reader of all records would have,
 * each record is where it was, and nothing that was replaced comes back.
 */
final class CleaningRun {

    /** What the runs have seen, over all seeds. */
    static final class Totals {
        int records;
        int gone;
        int tombstonesGone;
        int kills;
        int powerCuts;
        int swapsCompleted;
        int killedWhileCleaning;

        @Override
        public String toString() {
            return "records " + records + ", compacted away " + gone + ", tombstones too " + tombstonesGone + ", kills "
                    + kills + ", power cuts " + powerCuts + ", while compacting " + killedWhileCleaning
                    + ", swaps completed at a start " + swapsCompleted;
        }
    }

    private final RandomSource random;
    private final MemoryDisk disk = new MemoryDisk();
    private final CompactedLog compacted;
    private final Totals totals;
    private final TreeMap<Long, Entry> written = new TreeMap<>();
    private final Map<Long, Long> tombstoneTimesMs = new LinkedHashMap<>();
    private final TreeMap<Long, Integer> sequences = new TreeMap<>();
    private int values;

    CleaningRun(long seed, Totals totals) {
        this.random = new SeededRandom(seed);
        this.compacted = new CompactedLog(LogWorld.on(disk));
        this.totals = totals;
        LogWorld world = compacted.world;
        world.config = world.config.withSegmentBytes(300 + random.nextInt(900))
                .withIndexIntervalBytes(30 + random.nextInt(200))
                .withFileDeleteDelayMs(random.nextInt(2) * 20L)
                .withCompaction(new CompactionConfig(random.nextInt(2) * 0.3, random.nextInt(2) * 20L,
                        random.nextInt(2) == 0 ? Long.MAX_VALUE : 50, random.nextInt(3) * 40L));
        compacted.settings = new CleanerSettings(true, 5, (8 + random.nextInt(40)) * (long) KeyOffsets.SLOT_BYTES, 0.9,
                Double.MAX_VALUE);
        compacted.compression = Compression.forId(random.nextInt(2) * 2);
    }

    /** @param operations at which disk operation the first process dies; 0 if at a random one */
    void run(long operations) {
        compacted.world.start();
        compacted.log = compacted.world.create();
        compacted.startCleaner();
        int lives = 2 + random.nextInt(3);
        for (int life = 0; life < lives; life++) {
            live(life == 0 ? operations : 0);
            boolean power = random.nextInt(2) == 0;
            if (power) {
                disk.cutPower(random);
                totals.powerCuts++;
            } else {
                disk.kill();
                totals.kills++;
            }
            recover(power);
        }
        compacted.patienceTurns = 2_000;
        compacted.turns(300);
        check();
        compacted.cleaner.stop();
        compacted.world.stop();
        compacted.restart();
        check();
        assertTrue(compacted.files().stream().noneMatch(name -> name.endsWith(".swap") || name.endsWith(".cleaned")),
                () -> compacted.files().toString());
    }

    private void live(long operations) {
        boolean dies = operations > 0 || random.nextInt(3) > 0;
        if (dies) {
            disk.operationsUntilFailure = operations > 0 ? operations : 1 + random.nextInt(400);
            disk.killsAtFailure = true;
            disk.bytesOfFailingWrite = random.nextInt(200);
        }
        try {
            for (int steps = 20 + random.nextInt(80); steps > 0; steps--) {
                step();
            }
        } catch (MemoryDisk.Killed e) {
            assertTrue(dies);
        }
        totals.killedWhileCleaning += compacted.log.state().cleaning == null ? 0 : 1;
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0 -> compacted.turns(1 + random.nextInt(20));
            case 1 -> {
                // Only what survives whatever comes is read as committed.
                compacted.log.highWatermark(compacted.log.forcedEndOffset());
                compacted.turns(random.nextInt(3));
            }
            default -> append();
        }
    }

    private void append() {
        int count = 1 + random.nextInt(4);
        String[] records = new String[count];
        long base = compacted.log.queuedEndOffset();
        Map<Long, Entry> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = "k" + random.nextInt(12);
            String value = random.nextInt(5) == 0 ? null : String.valueOf(values++);
            records[i] = value == null ? key : key + "=" + value;
            entries.put(base + i, new Entry(base + i, key, value));
        }
        // Before it is queued: a process that dies within the append may have written it.
        written.putAll(entries);
        entries.keySet().forEach(offset -> tombstoneTimesMs.put(offset, compacted.world.nowMs));
        totals.records += count;
        if (random.nextInt(3) == 0) {
            long producer = 7 + random.nextInt(2);
            int sequence = sequences.getOrDefault(producer, 0);
            sequences.put(producer, sequence + count);
            compacted.queueBy(producer, sequence, records);
        } else {
            compacted.queue(records);
        }
        compacted.turn();
    }

    private void recover(boolean power) {
        long committed = compacted.log.highWatermark();
        totals.swapsCompleted += disk.list(compacted.log.directory()).stream()
                .anyMatch(entry -> entry.name().endsWith(".log.swap")) ? 1 : 0;
        compacted.restart();
        long end = compacted.log.logEndOffset();
        assertTrue(end >= committed, () -> "committed up to " + committed + ", recovered up to " + end);
        written.tailMap(end, true).clear();
        if (power) {
            // What was not forced may be lost, and a gap looks like one that compaction left.
            Set<Long> found = new TreeSet<>();
            compacted.entries().forEach(entry -> found.add(entry.offset()));
            written.tailMap(committed, true).keySet().retainAll(found);
        }
        sequences.clear();
        for (long producer = 7; producer < 9; producer++) {
            ProducerEntry entry = compacted.log.producers().entry(producer);
            if (entry != null) {
                sequences.put(producer, entry.lastSequence() + 1);
            }
        }
        check();
    }

    private void check() {
        Map<String, Entry> newest = new TreeMap<>();
        written.values().forEach(entry -> newest.put(entry.key(), entry));
        Map<String, Entry> found = new TreeMap<>();
        int left = 0;
        for (Entry entry : compacted.entries()) {
            assertEquals(written.get(entry.offset()), entry, "a record that was written there");
            found.put(entry.key(), entry);
            left++;
        }
        totals.gone += written.size() - left;
        for (Entry expected : newest.values()) {
            if (expected.value() != null || found.containsKey(expected.key())) {
                assertEquals(expected, found.get(expected.key()), () -> "newest of " + compacted.log.state().segments
                        .all());
            } else {
                totals.tombstonesGone++;
                long ageMs = compacted.world.nowMs - tombstoneTimesMs.get(expected.offset());
                assertTrue(ageMs >= compacted.log.config().compaction().deleteRetentionMs(),
                        () -> expected + " is gone after " + ageMs + " ms");
            }
        }
    }
}
