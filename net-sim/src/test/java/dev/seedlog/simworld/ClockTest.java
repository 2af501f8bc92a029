package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClockTest {

    private final Stages.Stage stage = new Stages.Stage(3);
    private final SimWorld world = stage.world;

    @Test
    void aFastClockGainsAndItsTimersComeEarlier() {
        SimNode fast = stage.node("fast");
        SimNode right = stage.node("right");
        fast.clock().setDrift(100_000);
        long[] fired = new long[2];
        for (SimNode node : world.nodes()) {
            stage.run(node, env -> env.timers()
                    .create("far", () -> fired[node.index()] = world.nowNanos()).startIn(100 * Stages.SECOND));
        }
        long fastBefore = fast.clock().nanoTime();
        long rightBefore = right.clock().nanoTime();
        long fastWall = fast.clock().epochMillis();
        world.runFor(110 * Stages.SECOND);
        assertEquals(121 * Stages.SECOND, fast.clock().nanoTime() - fastBefore);
        assertEquals(110 * Stages.SECOND, right.clock().nanoTime() - rightBefore);
        assertEquals(121_000, fast.clock().epochMillis() - fastWall, 1);
        assertTrue(fired[0] < 92 * Stages.SECOND, fired[0] + "");
        assertTrue(fired[1] > 99 * Stages.SECOND, fired[1] + "");
    }

    @Test
    void aClockThatIsSlowedDownMovesItsDeadlines() {
        SimNode node = stage.node("a");
        long[] fired = new long[1];
        stage.run(node, env -> env.timers()
                .create("far", () -> fired[0] = world.nowNanos()).startIn(10 * Stages.SECOND));
        node.clock().setDrift(-500_000);
        world.runFor(15 * Stages.SECOND);
        assertEquals(0, fired[0]);
        world.runFor(6 * Stages.SECOND);
        assertTrue(fired[0] > 19 * Stages.SECOND, fired[0] + "");
    }

    @Test
    void theWallClockJumpsAlone() {
        SimNode node = stage.node("a");
        long monotonic = node.clock().nanoTime();
        long wall = node.clock().epochMillis();
        node.clock().jumpWall(-3600 * Stages.SECOND);
        assertEquals(monotonic, node.clock().nanoTime());
        assertEquals(wall - 3_600_000, node.clock().epochMillis());
    }

    @Test
    void aBootBeginsTheMonotonicClockAnewAndARestartDoesNot() {
        SimNode node = stage.node("a");
        long before = node.clock().nanoTime();
        node.kill();
        stage.start(node, 1);
        assertEquals(before, node.clock().nanoTime());
        node.powerCut();
        stage.start(node, 1);
        assertNotEquals(before, node.clock().nanoTime());
    }

    @Test
    void aPausedProcessHasItsTimersLate() {
        SimNode node = stage.node("a");
        long[] fired = new long[1];
        stage.run(node, env -> env.timers()
                .create("soon", () -> fired[0] = world.nowNanos()).startIn(Stages.SECOND));
        node.pause();
        world.runFor(10 * Stages.SECOND);
        assertEquals(0, fired[0]);
        node.resume();
        world.runFor(Stages.MILLI);
        assertTrue(fired[0] >= 10 * Stages.SECOND);
    }
}
