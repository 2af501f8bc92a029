package dev.seedlog.histories.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.Lines;
import dev.seedlog.histories.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sets keep what they have, and queues give it once. */
class SetAndQueueTest {

    private static void set(String anomalies, String... lines) {
        SetChecker checker = new SetChecker();
        Lines.feed(checker, lines);
        compare(anomalies, checker.summary().kept());
    }

    private static void queue(String anomalies, int missing, String... lines) {
        QueueChecker checker = new QueueChecker();
        Lines.feed(checker, lines);
        compare(anomalies, checker.summary().kept());
        assertEquals(missing, checker.missing());
    }

    private static void compare(String anomalies, List<Violation> found) {
        assertEquals(anomalies.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(anomalies.split(" "))),
                new TreeSet<>(found.stream().map(Violation::anomaly).toList()), found.toString());
    }

    @Test
    void whatWasAddedIsInEveryReadThatBeginsAfterwards() {
        set("", "0 add 1 -> 1", "1 read nil -> #{1}");
        set("lost", "0 add 1 -> 1", "1 read nil -> #{}");
        set("stale", "0 add 1 -> 1", "1 read nil -> #{}", "1 read nil -> #{1}");
        set("", "0 invoke add 1", "1 read nil -> #{}", "0 ok add 1", "1 read nil -> #{1}");
        set("", "1 invoke read nil", "0 add 1 -> 1", "1 ok read #{}", "1 read nil -> #{1}");
    }

    @Test
    void whatWasReadIsThere() {
        String[] unknown = {"0 invoke add 1", "0 info add 1", "1 read nil -> #{}", "1 read nil -> #{1}", ""};
        unknown[4] = "1 read nil -> #{1}";
        set("", unknown);
        unknown[4] = "1 read nil -> #{}";
        set("lost", unknown);
    }

    @Test
    void onlyWhatWasAddedIsInASet() {
        set("unexpected", "0 add 1 -> 1", "1 read nil -> #{1 2}");
        set("unexpected", "0 invoke add 1", "0 fail add 1", "1 read nil -> #{1}");
        set("", "0 invoke add 1", "0 fail add 1", "1 read nil -> #{}");
    }

    @Test
    void whatWentInComesOut() {
        String empty = "2 invoke dequeue nil";
        String refused = "2 fail dequeue nil | :error :empty";
        queue("", 0, "0 enqueue 1 -> 1", "1 dequeue nil -> 1", empty, refused);
        queue("lost", 0, "0 enqueue 1 -> 1", empty, refused);
        queue("", 1, empty, refused, "0 enqueue 1 -> 1");
        queue("", 1, "0 enqueue 1 -> 1", "1 invoke dequeue nil", "1 info dequeue nil", empty, refused);
        queue("lost", 0, "0 enqueue 1 -> 1", "0 enqueue 2 -> 2", "1 invoke dequeue nil", "1 info dequeue nil", empty,
                refused);
        queue("", 0, "0 invoke enqueue 1", "0 info enqueue 1", empty, refused);
    }

    @Test
    void whatComesOutWentInOnce() {
        queue("duplicated", 0, "0 enqueue 1 -> 1", "1 dequeue nil -> 1", "1 dequeue nil -> 1");
        queue("", 0, "0 enqueue 1 -> 1", "0 enqueue 1 -> 1", "1 dequeue nil -> 1", "1 dequeue nil -> 1");
        queue("unexpected", 0, "1 dequeue nil -> 1");
        queue("unexpected", 0, "0 invoke enqueue 1", "0 fail enqueue 1", "1 dequeue nil -> 1");
        queue("", 0, "0 invoke enqueue 1", "0 info enqueue 1", "1 dequeue nil -> 1");
    }
}
