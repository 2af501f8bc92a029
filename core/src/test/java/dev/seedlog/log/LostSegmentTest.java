package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.SeededRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compaction leaves gaps in a log, and a power cut may take a segment out of its middle: which one is it? */
class LostSegmentTest {

    private final MemoryDisk disk = new MemoryDisk();
    private CompactedLog compacted;

    @BeforeEach
    void aBrokerIsRegistered() {
        compacted = CompactedLog.on(disk, 1_000_000);
        beginRun();
    }

    private void beginRun() {
        compacted.world.directory.beginRun(new Uuid(1, 1), null, false, () -> { });
        compacted.turns(3);
    }

    @Test
    void aPowerCutThatTookASegmentEndsTheLogBeforeIt() {
        fourSegments();
        long lost = baseOffset(1);
        cutPower();
        disk.delete(compacted.log.directory() + "/" + LogFileNames.file("", lost, LogFileNames.LOG).substring(1));
        compacted.restart();
        assertEquals(lost, compacted.log.logEndOffset());
        assertEquals(1, compacted.log.segmentCount());
    }

    @Test
    void whatCompactionTookInFrontOfASegmentIsNotLost() {
        compacted.put("a=1");
        compacted.roll();
        compacted.put("a=2");
        fourSegments();
        compacted.clean();
        long end = compacted.log.logEndOffset();
        String all = compacted.all().toString();
        assertTrue(gaps() > 0, "no segment has a gap in front of it");
        cutPower();
        compacted.restart();
        assertEquals(end, compacted.log.logEndOffset());
        assertEquals(all, compacted.all().toString());
    }

    @Test
    void aFollowersSegmentBeginsWhereItsLogEndedThoughTheLeadersOffsetsHaveAGapThere() {
        follow(0, 500);
        follow(40, 500);
        assertEquals(2, compacted.log.segmentCount());
        cutPower();
        compacted.restart();
        assertEquals(41, compacted.log.logEndOffset());
        assertEquals(1, baseOffset(1));
    }

    @Test
    void aGapThatNoSegmentCanSpanIsNoLoss() {
        long far = 2L + Integer.MAX_VALUE;
        follow(0, 10);
        follow(far, 10);
        assertEquals(far, baseOffset(1));
        cutPower();
        compacted.restart();
        assertEquals(far + 1, compacted.log.logEndOffset());
    }

    @Test
    void withoutABootNothingIsLost() {
        fourSegments();
        long gap = baseOffset(1);
        long end = compacted.log.logEndOffset();
        disk.kill();
        disk.delete(compacted.log.directory() + "/" + LogFileNames.file("", gap, LogFileNames.LOG).substring(1));
        compacted.restart();
        assertEquals(end, compacted.log.logEndOffset());
    }

    @Test
    void aDirectoryThatVouchesForNothingAfterAFailedForceIsStillOurs() {
        fourSegments();
        long lost = baseOffset(2);
        disk.failForces = true;
        compacted.log.requestForce();
        compacted.turns(2);
        cutPower();
        disk.delete(compacted.log.directory() + "/" + LogFileNames.file("", lost, LogFileNames.LOG).substring(1));
        compacted.restart();
        assertEquals(lost, compacted.log.logEndOffset());
    }

    private void fourSegments() {
        for (int i = 0; i < 3; i++) {
            compacted.put("k" + i + "=v");
            compacted.roll();
        }
    }

    private void follow(long baseOffset, int valueBytes) {
        UnsafeBuffer batch = Batches.at(compacted.world.nowMs).offset(baseOffset, 1).records(1, valueBytes);
        compacted.log.appendAsFollower(batch, 0, batch.capacity());
        compacted.turns(3);
        compacted.log.requestForce();
        compacted.turns(3);
    }

    /** All is forced, so none of it goes. */
    private void cutPower() {
        disk.cutPower(new SeededRandom(1));
    }

    private long baseOffset(int segment) {
        return compacted.log.state().segments.get(segment).baseOffset();
    }

    private int gaps() {
        int gaps = 0;
        SegmentList segments = compacted.log.state().segments;
        for (int number = 1; number < segments.size(); number++) {
            long end = segments.get(number - 1).readNextOffset();
            gaps += end >= 0 && end < segments.get(number).baseOffset() ? 1 : 0;
        }
        return gaps;
    }
}
