package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.SeededRandom;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A process dies when it has cut a log and not forced that; the next one writes on, and the power fails. */
class CutMarkerTest {

    private static final int SEEDS = 300;
    /** What a power cut keeps or loses as one; each batch is in one of its own. */
    private static final int SECTOR_BYTES = 512;
    private static final int VALUE_BYTES = 442;
    private static final String LOG = "/data/orders-0/00000000000000000000.log";
    private static final String MARKER = "/data/orders-0/.seedlog_cut";

    private MemoryDisk disk = new MemoryDisk();
    private LogWorld world = LogWorld.on(disk).start();

    @Test
    void whatWasTruncatedBeforeAKillDoesNotComeBackBetweenWhatCameAfterIt() {
        int cutAtOnce = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            anew();
            PartitionLog log = world.create();
            for (int i = 0; i < 10; i++) {
                LogWorld.append(log, batch(), 1);
            }
            world.turn();
            log.requestForce();
            world.turns(5);
            assertEquals(10, log.recoveryPoint());
            log.truncateTo(5);
            world.turns(seed % 8);
            boolean cut = disk.content(LOG).length == 5 * batch().capacity() && !log.isAppendable();
            disk.kill();
            world.start();
            log = world.load();
            if (cut) {
                cutAtOnce++;
                appendAndCutPower(log, 2, seed);
                assertEndsWith(2);
            }
        }
        assertTrue(cutAtOnce > SEEDS / 10, "only " + cutAtOnce + " had a cut that was not forced");
    }

    @Test
    void whatRecoveryCutBeforeItDiedDoesNotComeBackEither() {
        for (int seed = 0; seed < SEEDS; seed++) {
            anew();
            world.create();
            world.turns(3);
            disk.kill();
            putLogWithAGapAtFive();
            world.start();
            var recovery = world.directory.recover(LogWorld.PARTITION, world.config, world, () -> { });
            while (recovery.advance() != LogRecovery.Stage.FORCING) {
                assertTrue(recovery.stage() != LogRecovery.Stage.READY, "what was cut is forced");
            }
            disk.kill();
            world.start();
            appendAndCutPower(world.load(), 1, seed);
            assertEndsWith(1);
        }
    }

    @Test
    void theMarkerGoesWhenTheCutIsDurableAndALogWithoutOneIsLoadedWithoutAForce() {
        PartitionLog log = world.create();
        LogWorld.append(log, batch(), 1);
        LogWorld.append(log, batch(), 1);
        world.turns(3);
        log.truncateTo(1);
        assertTrue(disk.exists(MARKER));
        world.turns(5);
        assertTrue(log.isAppendable());
        assertFalse(disk.exists(MARKER));
        disk.kill();
        world.start();
        var recovery = world.directory.recover(LogWorld.PARTITION, world.config, world, () -> { });
        while (recovery.advance() != LogRecovery.Stage.READY) {
            assertFalse(recovery.stage() == LogRecovery.Stage.FORCING, "nothing was cut");
        }
        assertEquals(1, recovery.loaded().logEndOffset());
    }

    private void anew() {
        disk = new MemoryDisk();
        world = LogWorld.on(disk).start();
    }

    private void putLogWithAGapAtFive() {
        TreeMap<Integer, Integer> offsetAt = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            offsetAt.put(i, i);
        }
        offsetAt.put(5, 9);
        offsetAt.put(6, 6);
        int size = batch().capacity();
        assertEquals(SECTOR_BYTES, size);
        byte[] all = new byte[offsetAt.size() * size];
        offsetAt.forEach((place, offset) -> {
            UnsafeBuffer bytes = Batches.at(1_000).offset(offset, 1).records(1, VALUE_BYTES);
            bytes.getBytes(0, all, place * size, size);
        });
        disk.put(LOG, all);
    }

    private void appendAndCutPower(PartitionLog log, int epoch, int seed) {
        assertEquals(5, log.logEndOffset());
        LogWorld.append(log, batch(), epoch);
        world.turn();
        disk.cutPower(new SeededRandom(seed));
        world.start();
    }

    /** Of the sixth batch there may be anything, but only what was appended last. */
    private void assertEndsWith(int epoch) {
        PartitionLog log = world.load();
        List<LogWorld.Read> left = LogWorld.readAll(log, 0, 1_000);
        assertTrue(log.logEndOffset() <= 6, () -> "what was cut is back: " + left);
        var epochs = new TreeSet<Integer>();
        left.stream().filter(read -> read.baseOffset() >= 5).forEach(read -> epochs.add(read.epoch()));
        assertTrue(epochs.isEmpty() || epochs.equals(new TreeSet<>(List.of(epoch))), epochs::toString);
    }

    private static UnsafeBuffer batch() {
        return Batches.at(1_000).records(1, VALUE_BYTES);
    }
}
