package dev.seedlog.specs.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.broker.quorum.RaftDriver;
import dev.seedlog.broker.quorum.SnapshotPolicy;
import dev.seedlog.env.SeededRandom;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.simworld.SimOptions;
import dev.seedlog.simworld.SimWorld;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A controller on its own: what it has answered is there after whatever ends its lives. */
class SingleVoterTest {

    private static final SnapshotPolicy MANY_SNAPSHOTS = new SnapshotPolicy(2_000, 100, 20_000, 1_000);

    @Test
    void formatsItsDirectoryAndDecides() {
        LoneController one = new LoneController(new SimWorld(1), SnapshotPolicy.DEFAULT).start();
        one.work(10);
        one.settle();
        assertEquals(10, one.acknowledged.size());
        assertEquals(new TreeMap<>(), one.lost());
    }

    @Test
    void answersOnlyWhatIsForced() {
        LoneController one = new LoneController(new SimWorld(2), SnapshotPolicy.DEFAULT).start();
        long end = one.node.quorum.driver().endOffset();
        one.node.set("key", "value", one.acknowledged);
        assertTrue(one.world.runUntil(() -> one.node.quorum.driver().endOffset() > end, 1_000_000_000L));
        assertEquals(new TreeMap<>(), one.acknowledged, "answered before the force");
        one.machine.powerCut();
        one.start();
        assertEquals(new TreeMap<>(), one.acknowledged);
        assertNull(one.node.get("key"));
    }

    @Test
    void beginsANewEpochInEachLife() {
        LoneController one = new LoneController(new SimWorld(3), SnapshotPolicy.DEFAULT).start();
        int first = one.node.quorum.driver().quorumState().epoch();
        one.machine.kill();
        one.start();
        assertTrue(one.node.quorum.driver().quorumState().epoch() > first, "the old epoch went on");
    }

    @Test
    void losesNothingByACleanStop() {
        LoneController one = new LoneController(new SimWorld(4), MANY_SNAPSHOTS).start();
        one.work(100);
        one.settle();
        MetadataImage before = one.node.image;
        one.machine.stop();
        assertTrue(one.world.runUntil(() -> !one.machine.running(), 30_000_000_000L), "it does not stop");
        assertEquals(0, one.machine.exitStatus());
        one.start();
        assertEquals(before.configs(), one.node.image.configs());
    }

    @Test
    void takesPartInNothingIfItIsShutDownBeforeItsLogIsFound() {
        LoneController one = new LoneController(new SimWorld(5), SnapshotPolicy.DEFAULT).start();
        one.machine.kill();
        one.begin();
        assertTrue(one.world.runUntil(() -> one.node != null && one.node.quorum != null, 1_000_000_000L));
        assertEquals(RaftDriver.Stage.OPENING, one.node.quorum.driver().stage());
        one.node.quorum.shutdown(1_000_000_000L, () -> { });
        one.settle();
        // Its log may be closed by now, and nothing may be appended to it.
        assertEquals(RaftDriver.Stage.STOPPED, one.node.quorum.driver().stage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingThatItHasAnsweredByKillsAndPowerCuts(boolean snapshots) {
        int acknowledged = 0;
        boolean released = false;
        for (long seed = 0; seed < 60; seed++) {
            SimWorld world = new SimWorld(seed, SimOptions.drawn(new SeededRandom(seed)));
            LoneController one = new LoneController(world, snapshots ? MANY_SNAPSHOTS : SnapshotPolicy.DEFAULT);
            for (int life = 0; life < 6; life++) {
                one.start();
                assertEquals(new TreeMap<>(), one.lost(), "lost in seed " + seed + ", life " + life);
                one.work(30);
                released |= one.node.quorum.driver().log().logStartOffset() > 0;
                one.crash();
            }
            acknowledged += one.acknowledged.size();
        }
        assertTrue(acknowledged > 2_000, "only " + acknowledged + " answers put to the test");
        assertEquals(snapshots, released, "whether the log gave way to snapshots");
    }

    @Test
    void aSnapshotAndTheLogBehindItSayWhatTheWholeLogSays() {
        Map<Boolean, MetadataImage> images = new TreeMap<>();
        for (boolean snapshots : new boolean[] {false, true}) {
            LoneController one = new LoneController(new SimWorld(5), snapshots ? MANY_SNAPSHOTS
                    : SnapshotPolicy.DEFAULT).start();
            one.work(200);
            one.settle();
            MetadataImage before = one.node.image;
            one.machine.kill();
            one.start();
            assertEquals(before.configs(), one.node.image.configs());
            images.put(snapshots, one.node.image);
        }
        assertEquals(images.get(false).configs(), images.get(true).configs());
    }
}
