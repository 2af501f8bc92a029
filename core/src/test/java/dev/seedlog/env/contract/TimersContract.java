package dev.seedlog.env.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code Timers} and {@code Clock} promise in both worlds. */
public abstract class TimersContract extends WorldTest {

    private static final long MILLI = 1_000_000;
    private static final long YEAR_2020_MS = 1_577_836_800_000L;

    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private Script shard;

    @BeforeEach
    final void startNode() {
        shard = startScript(world().node());
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlinesAndThenOfTheirArming() {
        run(shard, env -> {
            Timer late = env.timers().create("late", () -> ran.add("late"));
            Timer second = env.timers().create("second", () -> ran.add("second"));
            Timer first = env.timers().create("first", () -> ran.add("first"));
            Timer early = env.timers().create("early", () -> ran.add("early"));
            late.startIn(5 * MILLI);
            first.startIn(3 * MILLI);
            second.startIn(3 * MILLI);
            early.startIn(MILLI);
        });
        world().runUntil("all ran", () -> ran.size() == 4);
        assertEquals(List.of("early", "first", "second", "late"), ran);
    }

    @Test
    void aTimerNeverRunsEarlyAndRunsOnce() {
        long[] times = new long[2];
        run(shard, env -> {
            times[0] = env.clock().nanoTime();
            Timer[] timer = new Timer[1];
            timer[0] = env.timers().create("once", () -> {
                times[1] = env.clock().nanoTime();
                assertFalse(timer[0].armed());
                ran.add("once");
            });
            timer[0].startIn(2 * MILLI + 1);
            assertTrue(timer[0].armed());
        });
        world().runFor(20 * MILLI);
        world().runUntil("it ran", () -> !ran.isEmpty());
        run(shard, env -> assertTrue(times[1] - times[0] >= 2 * MILLI + 1, "ran early"));
        assertEquals(List.of("once"), ran);
    }

    @Test
    void aStoppedTimerDoesNotRunEvenIfItIsDueInTheSameTurn() {
        run(shard, env -> {
            Timer victim = env.timers().create("victim", () -> ran.add("victim"));
            Timer killer = env.timers().create("killer", () -> {
                victim.stop();
                assertFalse(victim.armed());
                ran.add("killer");
            });
            killer.startIn(MILLI);
            victim.startIn(MILLI);
        });
        world().runUntil("the first ran", () -> !ran.isEmpty());
        world().runFor(10 * MILLI);
        assertEquals(List.of("killer"), ran);
    }

    @Test
    void armingAgainMovesTheDeadline() {
        run(shard, env -> {
            Timer moved = env.timers().create("moved", () -> ran.add("moved"));
            Timer between = env.timers().create("between", () -> ran.add("between"));
            moved.startIn(MILLI);
            between.startIn(3 * MILLI);
            moved.startIn(5 * MILLI);
        });
        world().runUntil("both ran", () -> ran.size() >= 2);
        world().runFor(10 * MILLI);
        assertEquals(List.of("between", "moved"), ran);
    }

    @Test
    void noDelayMeansTheNextTurn() {
        long[] turns = new long[3];
        run(shard, env -> {
            turns[0] = shard.turn();
            Timer again = env.timers().create("again", () -> {
                turns[2] = shard.turn();
                ran.add("again");
            });
            Timer now = env.timers().create("now", () -> {
                turns[1] = shard.turn();
                again.startIn(-5);
                ran.add("now");
            });
            now.startIn(0);
        });
        world().runUntil("both ran", () -> ran.size() == 2);
        run(shard, env -> {
            assertTrue(turns[1] > turns[0], "in the turn that armed it");
            assertTrue(turns[2] > turns[1], "in the turn that armed it again");
        });
    }

    @Test
    void theClockStandsStillWithinATurnAndMovesBetweenThem() {
        long before = number(shard, env -> {
            long begin = env.clock().nanoTime();
            long sum = 0;
            for (int i = 0; i < 100_000; i++) {
                sum += pattern(1, i)[0];
            }
            assertEquals(begin, env.clock().nanoTime(), "moved while the turn ran, " + sum);
            return begin;
        });
        long after = number(shard, env -> env.clock().nanoTime());
        assertTrue(after > before);
        assertTrue(number(shard, env -> env.clock().epochMillis()) > YEAR_2020_MS);
    }

    @Test
    void aDelayWithoutEndNeverExpires() {
        run(shard, env -> env.timers().create("never", () -> ran.add("never")).startIn(Long.MAX_VALUE));
        world().runFor(5 * MILLI);
        assertEquals(List.of(), ran);
    }
}
