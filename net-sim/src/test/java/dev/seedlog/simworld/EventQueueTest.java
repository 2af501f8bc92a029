package dev.seedlog.simworld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue();
    private final List<String> happened = new ArrayList<>();

    @Test
    void whatIsToHappenAtOnceWaitsForWhatWasPlannedForThatTimeBefore() {
        at(5, "first", () -> {
            at(5, "third", () -> { });
            at(0, "fourth", () -> { });
            at(7, "last", () -> { });
        });
        at(5, "second", () -> { });
        fireAll();
        assertEquals(List.of("first@5", "second@5", "third@5", "fourth@5", "last@7"), happened);
    }

    @Test
    void eventsOfOneTimeHappenInTheOrderInWhichTheyWerePlanned() {
        for (int i = 0; i < 600; i++) {
            at(100 - i % 3, String.valueOf(i), () -> { });
        }
        fireAll();
        List<String> expected = new ArrayList<>();
        for (int rest = 2; rest >= 0; rest--) {
            for (int i = rest; i < 600; i += 3) {
                expected.add(i + "@" + (100 - rest));
            }
        }
        assertEquals(expected, happened);
    }

    @Test
    void timeIsThatOfTheNextEventEvenIfItIsNow() {
        assertEquals(Long.MAX_VALUE, queue.nextTime());
        queue.advanceTo(3);
        at(9, "later", () -> { });
        assertEquals(9, queue.nextTime());
        at(1, "at once", () -> { });
        assertEquals(3, queue.nextTime());
        fireAll();
        assertEquals(List.of("at once@3", "later@9"), happened);
    }

    private void at(long time, String name, Runnable more) {
        queue.at(time, () -> {
            happened.add(name + "@" + queue.now());
            more.run();
        });
    }

    private void fireAll() {
        while (queue.nextTime() != Long.MAX_VALUE) {
            queue.fireNext();
        }
    }
}
