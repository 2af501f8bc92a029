package dev.seedlog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.Uuid;
import dev.seedlog.env.Clock;
import dev.seedlog.env.DiskDone;
import dev.seedlog.env.Faults;
import dev.seedlog.env.Probes;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.env.ShardEnv;
import dev.seedlog.machine.FakeClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory that the world's shard owns, and in which another has its logs. */
class DirectoryShareTest {

    private static final TopicPartition THEIRS = new TopicPartition("theirs", 1);

    private final MemoryDisk disk = new MemoryDisk();
    private final LogWorld world = LogWorld.on(disk);
    private final List<LogDirectoryOffline> offline = new ArrayList<>();
    private DirectoryShare share;

    @BeforeEach
    void start() {
        world.start();
        FoundLogs logs = FoundLogs.none();
        if (world.directory.partitions().contains(THEIRS)) {
            logs.add(world.directory, THEIRS);
        }
        Clock clock = new FakeClock();
        ShardEnv env = new ShardEnv(clock, world.timers, new SeededRandom(2), null, disk, null, Faults.NONE,
                Probes.NONE);
        share = new DirectoryShare(env, LogWorld.PATH, world.directory.directoryId(), logs, 100,
                new AtOnce(), (which, reason) -> offline.add(reason));
    }

    private PartitionLog create() {
        return share.create(THEIRS, new Uuid(1, 2), LogConfig.DEFAULT, world);
    }

    private PartitionLog withRecords() {
        PartitionLog log = create();
        LogWorld.append(log, Batches.at(1_000).records(3, 10), 0);
        share.turnWrites().writeAll();
        return log;
    }

    private void closeShare() {
        boolean[] closed = new boolean[1];
        share.closeCleanly(() -> closed[0] = true);
        for (int i = 0; i < 50 && !closed[0]; i++) {
            world.turn();
        }
        assertTrue(closed[0]);
    }

    @Test
    void afterACleanStopTheOwnerVouchesForTheShare() {
        withRecords();
        closeShare();
        world.stop();
        start();
        assertTrue(world.directory.stoppedCleanly());
        RecoveryHints hints = world.directory.hintsFor(THEIRS);
        assertEquals(3, hints.recoveryPoint());
        assertEquals(List.of(THEIRS), share.partitions());
        assertEquals(3, load().logEndOffset());
    }

    private PartitionLog load() {
        LogRecovery recovery = share.recover(THEIRS, LogConfig.DEFAULT, world, () -> { });
        while (recovery.advance() != LogRecovery.Stage.READY) {
            world.turn();
        }
        share.add(recovery.loaded());
        return recovery.loaded();
    }

    @Test
    void aLogThatWasNeverLoadedKeepsTheOwnerFromVouching() {
        withRecords();
        closeShare();
        world.stop();
        start();
        closeShare();
        world.stop();
        start();
        assertFalse(world.directory.stoppedCleanly());
    }

    @Test
    void theOwnersCheckpointSaysWhatTheShareDid() {
        PartitionLog log = withRecords();
        log.highWatermark(3);
        log.deleteRecordsBefore(2);
        world.turns(10);
        assertEquals(2, world.directory.hintsFor(THEIRS).logStartOffset());
    }

    @Test
    void howFarALogWasCompactedIsKeptByTheOwner() {
        withRecords();
        assertEquals(CleanerCheckpoints.NEVER, share.cleanedUpTo(THEIRS));
        boolean[] durable = new boolean[1];
        share.cleaned(THEIRS, 2, failure -> durable[0] = failure == null);
        world.turns(10);
        assertTrue(durable[0]);
        assertEquals(2, share.cleanedUpTo(THEIRS));
        disk.kill();
        start();
        assertEquals(2, share.cleanedUpTo(THEIRS), "after a crash");
    }

    @Test
    void aLogThatIsDeletedIsForgottenByTheOwner() {
        PartitionLog log = withRecords();
        log.highWatermark(3);
        log.deleteRecordsBefore(2);
        world.turns(10);
        share.delete(log);
        assertEquals(0, world.directory.hintsFor(THEIRS).logStartOffset());
        assertFalse(disk.exists(LogWorld.PATH + "/" + THEIRS));
        assertEquals(0, create().logEndOffset(), "another topic of that name begins anew");
    }

    @Test
    void whatFailsHereIsTheOwnersToKnow() {
        share.health().goOffline("the disk is gone", null);
        assertFalse(world.directory.health().isOnline());
        assertEquals(1, offline.size());
        assertThrows(LogDirectoryOffline.class, this::create);
    }

    @Test
    void aShareOfADirectoryThatIsOfflineIsClosedAllTheSame() {
        withRecords();
        share.wentOffline(new LogDirectoryOffline(LogWorld.PATH, "elsewhere", null));
        boolean[] closed = new boolean[1];
        share.closeCleanly(() -> closed[0] = true);
        assertTrue(closed[0]);
    }

    /** The owner on the same shard: the mail between them takes no time. */
    private final class AtOnce implements DirectoryOwner {
        @Override
        public void report(List<LogReport> reports) {
            reports.forEach(each -> world.directory.report(each.partition(), each.offsets()));
        }

        @Override
        public void checkpoint(LogReport report, DiskDone done) {
            world.directory.report(report.partition(), report.offsets());
            world.directory.checkpoint(done);
        }

        @Override
        public void cleaned(TopicPartition partition, long offset, DiskDone done) {
            world.directory.cleaned(partition, offset, done);
        }

        @Override
        public void forget(TopicPartition partition) {
            world.directory.forget(partition);
        }

        @Override
        public void failed(LogDirectoryOffline reason) {
            world.directory.health().goOffline(reason.getMessage(), reason);
        }
    }
}
