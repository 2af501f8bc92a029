package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.DiskException;
import dev.seedlog.env.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log directory says, after its process has ended in one way or another, of what was in it before. */
class DirectoryRunTest {

    private static final Uuid FIRST = new Uuid(1, 1);
    private static final Uuid SECOND = new Uuid(1, 2);
    private static final Uuid THIRD = new Uuid(1, 3);
    private static final long NO_EPOCH = -1;
    private static final String RUN = LogWorld.PATH + "/.seedlog_run";

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk);

    private void register(Uuid incarnation, Uuid registered, boolean acksForced) {
        boolean[] may = new boolean[1];
        world.directory.beginRun(incarnation, registered, acksForced, () -> may[0] = true);
        assertFalse(may[0], "it is not durable yet");
        world.turns(3);
        assertTrue(may[0]);
    }

    private boolean vouches(Uuid incarnation) {
        return world.directory.vouchesFor(incarnation, NO_EPOCH);
    }

    private void kill() {
        disk.kill();
        world.start();
    }

    private void cutPower() {
        disk.cutPower(new SeededRandom(1));
        world.start();
    }

    @Test
    void afterAKillNothingIsLostAndAfterAPowerCutSomethingMayBe() {
        world.start();
        register(FIRST, null, false);
        kill();
        assertTrue(vouches(FIRST));
        assertFalse(vouches(SECOND), "of another registration nothing is known");
        cutPower();
        assertFalse(vouches(FIRST));
    }

    @Test
    void whereTheBootIsNotKnownAKillIsNoCleanEnd() {
        disk.bootIdKnown = false;
        world.start();
        register(FIRST, null, false);
        kill();
        assertFalse(vouches(FIRST));
    }

    @Test
    void aPowerCutTakesNothingThatWasAcknowledgedIfAllOfThatWasForced() {
        world.start();
        register(FIRST, null, true);
        cutPower();
        assertTrue(vouches(FIRST));
    }

    @Test
    void forcedAcknowledgementsSayNothingOfWhatARunBeforeLeftInThePageCache() {
        world.start();
        register(FIRST, null, false);
        kill();
        register(SECOND, FIRST, true);
        kill();
        assertTrue(vouches(SECOND));
        cutPower();
        assertFalse(vouches(SECOND));
    }

    @Test
    void aCleanStopMakesAllOfItDurable() {
        world.start();
        register(FIRST, null, false);
        world.stop();
        world.start();
        assertTrue(world.directory.vouchesFor(THIRD, 5), "the marker has the epoch");
        register(SECOND, THIRD, true);
        cutPower();
        assertTrue(vouches(SECOND));
        assertTrue(world.directory.vouchesFor(THIRD, 5), "the registration was perhaps never made");
    }

    @Test
    void theEndOfAProcessThatHasJustStartedTakesNothingOfWhatTheMarkerSaid() {
        world.start();
        register(FIRST, null, false);
        world.stop();
        disk.cutPower(new SeededRandom(2));
        world.start();
        assertFalse(disk.exists(LogWorld.PATH + "/.kafka_cleanshutdown"));
        kill();
        assertTrue(world.directory.vouchesFor(FIRST, 5));
        assertFalse(world.directory.vouchesFor(SECOND, 6));
        cutPower();
        assertTrue(world.directory.vouchesFor(FIRST, 5), "nothing was written since");
    }

    @Test
    void aProcessThatDiedWhileItRegisteredLeavesBothRegistrationsPossible() {
        world.start();
        register(FIRST, null, false);
        kill();
        register(SECOND, FIRST, false);
        kill();
        assertTrue(vouches(FIRST) && vouches(SECOND));
        register(THIRD, SECOND, false);
        kill();
        assertFalse(vouches(FIRST), "the second one counted");
        assertTrue(vouches(SECOND) && vouches(THIRD));
    }

    @Test
    void whoSaysThatItLostSomethingIsOnlyVouchedForFromThenOn() {
        world.start();
        register(FIRST, null, false);
        cutPower();
        register(SECOND, null, false);
        kill();
        assertFalse(vouches(FIRST));
        assertTrue(vouches(SECOND));
    }

    @Test
    void afterAFailedForceNothingIsVouchedForThoughAllCanStillBeRead() {
        world.start();
        PartitionLog log = world.create();
        register(FIRST, null, false);
        LogWorld.append(log, Batches.at(1).records(1, 10), 0);
        world.turn();
        disk.failForces = true;
        log.requestForce();
        world.turns(2);
        assertNotNull(world.offline);
        assertEquals(0, disk.content(RUN).length);
        kill();
        assertFalse(vouches(FIRST));
    }

    @Test
    void aForceThatFailsWhenTheDirectoryIsOfflineAlreadyCountsToo() {
        world.start();
        register(FIRST, null, false);
        DirectoryHealth health = world.directory.health();
        health.goOffline("a write failed", null);
        assertTrue(disk.exists(RUN));
        health.goOffline("on another shard", new LogDirectoryOffline(LogWorld.PATH, "forcing",
                new DiskException(DiskException.Kind.FORCE_FAILED, "x", "forcing",
                        null)));
        assertEquals(0, disk.content(RUN).length);
    }

    @Test
    void whoWasNotPartOfTheLastRegistrationVouchesForTheOneBefore() {
        world.start();
        assertFalse(world.directory.vouchesForItsLastRun(), "it was part of none");
        register(FIRST, null, false);
        kill();
        assertFalse(vouches(SECOND), "that was registered without this directory");
        assertTrue(world.directory.vouchesForItsLastRun());
        register(THIRD, SECOND, false);
        kill();
        assertTrue(vouches(FIRST) && vouches(THIRD));
        cutPower();
        assertFalse(world.directory.vouchesForItsLastRun());
    }

    @Test
    void aFailedWriteTakesNothingAway() {
        world.start();
        PartitionLog log = world.create();
        register(FIRST, null, false);
        disk.operationsUntilFailure = 0;
        LogWorld.append(log, Batches.at(1).records(1, 10), 0);
        world.turn();
        assertNotNull(world.offline);
        kill();
        assertTrue(vouches(FIRST));
    }

    @Test
    void aDirectoryThatWasReplacedVouchesForNothing() {
        world.start();
        register(FIRST, null, false);
        LogWorld other = LogWorld.on(new MemoryDisk()).start();
        assertFalse(other.directory.vouchesFor(FIRST, 5));
    }

    @Test
    void whatCannotBeReadVouchesForNothing() {
        for (String text : new String[] {"", "version=2\nboot.id=\nincarnation.ids=\n", "version=1\n",
            "version=1\nboot.id=boot 0\nincarnation.ids=?!\nstopped.at.broker.epoch=1\n",
            "version=1\nboot.id=boot 0\nincarnation.ids=\nstopped.at.broker.epoch=x\n"}) {
            assertEquals(RunRecord.NONE, RunRecord.decode(text.getBytes(StandardCharsets.ISO_8859_1)), text);
        }
    }

    @Test
    void aFileSaysWhatWasWrittenAndNoMoreProcessesThanItHasRoomFor() {
        RunRecord record = new RunRecord("a-1", true, 7, List.of(FIRST, SECOND));
        assertEquals(record, RunRecord.decode(record.encode()));
        List<Uuid> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(new Uuid(9, i));
        }
        RunRecord full = new RunRecord("", false, NO_EPOCH, many);
        assertFalse(full.vouchesFor(new Uuid(9, 49), NO_EPOCH));
        assertTrue(full.vouchesFor(new Uuid(9, 50), NO_EPOCH) && full.vouchesFor(new Uuid(9, 149), NO_EPOCH));
    }
}
