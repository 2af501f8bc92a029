package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that are not in memory are prefetched, and never read by who only asked for warm ones. */
class ColdReadsTest {

    private static final int BATCHES = 30;
    private static final int RECORDS = 5;

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk).start();
    private PartitionLog log;

    @BeforeEach
    void appendBatches() {
        appendBatches(2_000);
    }

    private void appendBatches(int segmentBytes) {
        world.config = LogConfig.DEFAULT.withSegmentBytes(segmentBytes).withIndexIntervalBytes(200);
        log = world.create();
        for (int i = 0; i < BATCHES; i++) {
            LogWorld.append(log, Batches.at(1_000L * (i + 1)).records(RECORDS, 20), 3);
            world.turn();
        }
        assertTrue(log.segmentCount() > 2);
    }

    private LogRead readWarm(long offset) {
        return log.readWarm(offset, 100_000, true, log.logEndOffset());
    }

    private static long firstOffset(LogRead read) {
        List<LogWorld.Read> found = new ArrayList<>();
        LogWorld.decode(read, found);
        return found.get(0).baseOffset();
    }

    @Test
    void whatWasAppendedRecentlyIsReadAtOnce() {
        assertEquals(0, firstOffset(readWarm(0)));
        assertEquals(0, disk.prefetches);
    }

    @Test
    void whatLiesFarBehindTheEndIsColdAndWhatIsNearIsNot() {
        world.directory.delete(log);
        world.config = LogConfig.DEFAULT.withSegmentBytes(4_000_000);
        log = world.create();
        int megabytes = (int) (ColdReads.RECENT_BYTES / 1_000_000) + 2;
        for (int i = 0; i < megabytes; i++) {
            LogWorld.append(log, Batches.at(1).records(1, 1_000_000), 3);
            world.turn();
        }
        assertTrue(readWarm(0).cold());
        assertFalse(readWarm(megabytes / 2).cold());
        assertFalse(readWarm(megabytes - 1).cold());
    }

    @Test
    void coldBytesAreNotTouchedUntilTheyWerePrefetched() {
        world.faults = "log.read.cold"::equals;
        LogRead first = readWarm(RECORDS);
        assertTrue(first.cold());
        assertNull(first.region());
        assertTrue(readWarm(RECORDS).cold(), "it is on its way");
        assertEquals(1, disk.prefetches, "and is asked for once");
        assertEquals(0, world.prefetched);
        world.turn();
        assertEquals(1, world.prefetched);
        assertEquals(RECORDS, firstOffset(readWarm(RECORDS)));
    }

    @Test
    void aReaderInARowGetsEverythingAndWaitsOnceForEachSegment() {
        world.faults = "log.read.cold"::equals;
        List<LogWorld.Read> found = new ArrayList<>();
        for (long next = 0; next < log.logEndOffset();) {
            LogRead read = log.readWarm(next, 500, true, log.logEndOffset());
            assertEquals(read.cold(), read.region() == null);
            if (read.cold()) {
                world.turn();
            } else {
                next = LogWorld.decode(read, found);
            }
        }
        assertEquals(BATCHES, found.size());
        assertEquals(log.segmentCount(), disk.prefetches);
    }

    @Test
    void aReaderInARowWaitsForTheFirstBytesOnly() {
        world.faults = "log.read.cold"::equals;
        int waits = 0;
        for (long next = 0; next < log.logEndOffset();) {
            LogRead read = log.readWarm(next, 300, true, log.logEndOffset());
            waits += read.cold() ? 1 : 0;
            next = read.cold() ? next : LogWorld.decode(read, new ArrayList<>());
            world.turn();
        }
        assertEquals(1, waits);
    }

    @Test
    void aRangeInTheMiddleOfASegmentIsFollowedByTheNext() {
        world.directory.delete(log);
        world.config = LogConfig.DEFAULT.withSegmentBytes(3 * ColdReads.AHEAD_BYTES);
        log = world.create();
        for (int i = 0; i < 2 * ColdReads.AHEAD_BYTES / 1_000_000; i++) {
            LogWorld.append(log, Batches.at(1).records(1, 1_000_000), 3);
            world.turn();
        }
        world.faults = "log.read.cold"::equals;
        readWarm(0);
        world.turn();
        assertFalse(readWarm(0).cold());
        assertEquals(1, disk.prefetches, "who reads only the beginning needs no more");
        assertFalse(readWarm(3).cold());
        assertEquals(2, disk.prefetches);
        world.turn();
        int ahead = (int) (log.readWarm(3, Integer.MAX_VALUE, true, log.logEndOffset()).sizeBytes());
        assertTrue(ahead > ColdReads.AHEAD_BYTES, "an answer goes from one range to the next: " + ahead);
    }

    @Test
    void whatWasPrefetchedLongAgoMayBeColdAgain() {
        world.faults = "log.read.cold"::equals;
        readWarm(0);
        world.turn();
        assertFalse(readWarm(0).cold());
        world.nowMs += 60_000;
        assertTrue(readWarm(0).cold());
    }

    @Test
    void readersAtMorePlacesThanAreFollowedWaitForOneAnother() {
        world.directory.delete(log);
        appendBatches(300);
        assertTrue(log.segmentCount() > ColdReads.MOST_RANGES);
        world.faults = "log.read.cold"::equals;
        for (long offset = 0; offset < log.logEndOffset(); offset += RECORDS) {
            assertTrue(readWarm(offset).cold());
        }
        assertEquals(ColdReads.MOST_RANGES, disk.prefetches);
        world.turn();
        assertFalse(readWarm(0).cold());
        assertTrue(readWarm(log.logEndOffset() - 1).cold());
        world.turn();
        assertFalse(readWarm(log.logEndOffset() - 1).cold(), "it took the place of another");
    }

    @Test
    void aPrefetchThatFailsIsAReadThatFails() {
        world.faults = "log.read.cold"::equals;
        disk.failPrefetches = true;
        readWarm(0);
        world.turn();
        assertNotNull(world.offline);
        assertThrows(LogDirectoryOffline.class, () -> readWarm(0));
    }

    @Test
    void whatArrivesForALogThatWasClosedIsForgotten() {
        world.faults = "log.read.cold"::equals;
        disk.failPrefetches = true;
        readWarm(0);
        log.close();
        world.turn();
        assertEquals(0, world.prefetched);
        assertNull(world.offline);
    }
}
