package dev.seedlog.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.env.ShardMessage;
import dev.seedlog.env.ShardProgram;
import dev.seedlog.simworld.SimNode;
import dev.seedlog.simworld.SimWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults begin, hit something or nothing, and end once. */
class EpisodesTest {

    private static final long SECOND = 1_000_000_000;

    private final SimWorld world = new SimWorld(1);
    private final Totals totals = new Totals();
    private final Episodes episodes = new Episodes(world, totals);
    private final List<String> heard = new ArrayList<>();
    private int repairs;

    @Test
    void aFaultThatHitsNothingIsRepairedAndDoesNotCount() {
        episodes.begin(FaultKind.PARTITION, SECOND, () -> repairs++);
        world.runFor(2 * SECOND);
        assertEquals(1, repairs);
        assertEquals(0, totals.hits(FaultKind.PARTITION));
        assertEquals(0, totals.faultsHit());
    }

    @Test
    void aFaultThatHitsOftenCountsOnce() {
        SimNode node = world.node("a");
        episodes.begin(FaultKind.CLOCK_BACK, SECOND, () -> { });
        for (int i = 0; i < 3; i++) {
            node.clock().jumpWall(-SECOND);
            node.start(1, (env, control) -> new Idle());
            node.kill();
        }
        world.runFor(2 * SECOND);
        assertEquals(1, totals.hits(FaultKind.CLOCK_BACK));
    }

    @Test
    void endingAllRepairsEachOnceThoughItsTimeComesLater() {
        episodes.begin(FaultKind.SLOW_DISK, 5 * SECOND, () -> repairs++);
        episodes.begin(FaultKind.STUCK_DISK, 7 * SECOND, () -> repairs++);
        episodes.endAll();
        assertEquals(2, repairs);
        world.runFor(10 * SECOND);
        assertEquals(2, repairs);
    }

    @Test
    void whoListensHearsWhenAFaultBeginsAndEnds() {
        episodes.listen((kind, moment) -> heard.add(kind.id() + " " + moment));
        episodes.begin(FaultKind.CLOG, SECOND, () -> { });
        episodes.happened(FaultKind.KILL);
        world.runFor(2 * SECOND);
        assertEquals(List.of("clog BEGINS", "kill HAPPENS", "clog ENDS"), heard);
    }

    /** A program that does nothing; the clock is read for it. */
    private static final class Idle implements ShardProgram {
        @Override
        public void start() {
            // Nothing.
        }

        @Override
        public void onMail(int fromShard, ShardMessage message) {
            // Nobody sends.
        }

        @Override
        public void endTurn() {
            // Nothing.
        }

        @Override
        public void stop() {
            // It is killed.
        }
    }
}
