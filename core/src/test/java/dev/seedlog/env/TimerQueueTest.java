package dev.seedlog.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private final ManualClock clock = new ManualClock();
    private final TimerQueue queue = new TimerQueue(clock);
    private final List<String> ran = new ArrayList<>();

    private static final class ManualClock implements Clock {
        private long now = -500;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }

    private Timer timer(String name) {
        return queue.create(name, () -> ran.add(name));
    }

    @Test
    void whatIsDueRunsByDeadlineAndThenByArming() {
        timer("c").startIn(30);
        timer("b1").startIn(20);
        timer("a").startIn(10);
        timer("b2").startIn(20);
        timer("later").startIn(31);
        assertEquals(-490, queue.nextDeadlineNanos());
        clock.now += 30;
        assertEquals(4, queue.expire());
        assertEquals(List.of("a", "b1", "b2", "c"), ran);
        assertEquals(-469, queue.nextDeadlineNanos());
    }

    @Test
    void nothingRunsBeforeItsTime() {
        timer("a").startIn(10);
        clock.now += 9;
        assertEquals(0, queue.expire());
        assertEquals(List.of(), ran);
    }

    @Test
    void anEmptyQueueHasNoDeadline() {
        assertEquals(Long.MAX_VALUE, queue.nextDeadlineNanos());
        Timer timer = timer("a");
        timer.startIn(1);
        timer.stop();
        timer.stop();
        assertEquals(Long.MAX_VALUE, queue.nextDeadlineNanos());
        assertFalse(timer.armed());
    }

    @Test
    void whatIsArmedInATurnWithoutDelayWaitsForTheNext() {
        Timer timer = timer("now");
        timer.startIn(0);
        assertEquals(0, queue.expire(), "armed earlier in this very turn");
        clock.now++;
        assertEquals(1, queue.expire());
        Timer[] again = new Timer[1];
        again[0] = queue.create("again", () -> {
            ran.add("again");
            again[0].startIn(-1);
        });
        again[0].startIn(0);
        clock.now++;
        assertEquals(1, queue.expire(), "it arms itself and does not hold the turn");
        assertTrue(again[0].armed());
    }

    @Test
    void aCallbackMayStopAndMoveOthersThatAreDue() {
        Timer stopped = timer("stopped");
        Timer moved = timer("moved");
        queue.create("first", () -> {
            stopped.stop();
            moved.startIn(5);
        }).startIn(10);
        stopped.startIn(10);
        moved.startIn(10);
        clock.now += 10;
        assertEquals(1, queue.expire());
        clock.now += 5;
        queue.expire();
        assertEquals(List.of("moved"), ran);
    }

    @Test
    void delaysThatWouldOverflowNeverExpire() {
        clock.now = 100;
        timer("never").startIn(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, queue.nextDeadlineNanos());
        clock.now = Long.MAX_VALUE - 1;
        assertEquals(0, queue.expire());
    }

    @Test
    void manyTimersThatComeAndGoRunInOrder() {
        record Expected(long deadline, int arming, String name) {
        }
        RandomSource random = new SeededRandom(1);
        List<Timer> timers = new ArrayList<>();
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(timer("t" + i));
        }
        for (int i = 0; i < 2000; i++) {
            int which = random.nextInt(200);
            expected.removeIf(each -> each.name.equals("t" + which));
            if (random.nextInt(3) == 0) {
                timers.get(which).stop();
            } else {
                int delay = 1 + random.nextInt(50);
                timers.get(which).startIn(delay);
                expected.add(new Expected(clock.now + delay, i, "t" + which));
            }
        }
        expected.sort(Comparator.comparingLong(Expected::deadline).thenComparingInt(Expected::arming));
        clock.now += 25;
        queue.expire();
        clock.now += 25;
        queue.expire();
        assertEquals(expected.stream().map(Expected::name).toList(), ran);
    }
}
