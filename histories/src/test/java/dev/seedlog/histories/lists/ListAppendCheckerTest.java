package dev.seedlog.histories.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedlog.histories.Lines;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.UnjudgeableHistoryException;
import dev.seedlog.histories.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Each anomaly in the smallest history that has it, and beside it one that nearly does; Elle says the same of them. */
class ListAppendCheckerTest {

    private static List<Violation> violations(String... lines) {
        ListAppendChecker checker = new ListAppendChecker();
        Lines.feed(checker, lines);
        return checker.summary().kept();
    }

    private static void valid(String... lines) {
        assertEquals(List.of(), violations(lines));
    }

    private static void shows(String anomalies, String... lines) {
        List<Violation> found = violations(lines);
        assertEquals(new TreeSet<>(Arrays.asList(anomalies.split(" "))),
                new TreeSet<>(found.stream().map(Violation::anomaly).toList()), found.toString());
    }

    private static String txn(int process, String asked, String answered) {
        return process + " txn [" + asked + "] -> [" + answered + "]";
    }

    private static String begin(int process, String asked) {
        return process + " invoke txn [" + asked + "]";
    }

    private static String end(int process, String answered) {
        return process + " ok txn [" + answered + "]";
    }

    private static String append(int process, String appends) {
        return txn(process, appends, appends);
    }

    private static String read(int process, String key, String values) {
        return txn(process, "[:r " + key + " nil]", "[:r " + key + " [" + values + "]]");
    }

    @Test
    void whatWasAppendedIsRead() {
        valid(read(0, ":x", ""), append(0, "[:append :x 1] [:append :y 1]"), read(1, ":x", "1"),
                append(1, "[:append :x 2]"), read(0, ":x", "1 2"), txn(0, "[:r :z nil]", "[:r :z nil]"));
    }

    @Test
    void aTransactionReadsWhatItAppended() {
        valid(append(0, "[:append 1 1]"), txn(0, "[:append 1 2] [:r 1 nil]", "[:append 1 2] [:r 1 [1 2]]"));
        shows("internal", append(0, "[:append 1 1]"), txn(0, "[:append 1 2] [:r 1 nil]", "[:append 1 2] [:r 1 [1]]"),
                read(0, "1", "1 2"));
        valid(append(0, "[:append 1 1]"), txn(0, "[:r 1 nil] [:r 1 nil]", "[:r 1 [1]] [:r 1 [1]]"));
        shows("internal G-single-item", begin(1, "[:append 1 1]"),
                txn(0, "[:r 1 nil] [:r 1 nil]", "[:r 1 [1]] [:r 1 []]"), end(1, "[:append 1 1]"));
    }

    @Test
    void aTransactionDoesNotReadWhatItIsToAppend() {
        shows("future-read", txn(0, "[:r 1 nil] [:append 1 1]", "[:r 1 [1]] [:append 1 1]"));
        valid(txn(0, "[:append 1 1] [:r 1 nil] [:append 1 2]", "[:append 1 1] [:r 1 [1]] [:append 1 2]"));
    }

    @Test
    void whatWasRefusedIsNotRead() {
        String begun = begin(0, "[:append 1 1]");
        shows("G1a", begun, "0 fail txn [[:append 1 1]]", read(1, "1", "1"));
        valid(begun, "0 info txn [[:append 1 1]]", read(1, "1", "1"));
        valid(begun, "0 fail txn [[:append 1 1]]", read(1, "1", ""));
    }

    @Test
    void nobodyReadsTheMiddleOfATransaction() {
        String both = "[:append 1 1] [:append 1 2]";
        shows("G1b G-single-item", begin(0, both), read(1, "1", "1"), end(0, both), read(1, "1", "1 2"));
        valid(begin(0, both), read(1, "1", "1 2"), end(0, both));
    }

    @Test
    void aValueIsInAListOnce() {
        shows("duplicate-elements", append(0, "[:append 1 1]"), read(1, "1", "1 1"));
    }

    @Test
    void whatNobodyAppendedIsNotRead() {
        shows("unwritten", append(0, "[:append 1 1]"), read(1, "1", "1 7"));
    }

    @Test
    void aListHasOneOrder() {
        String[] appends = {begin(0, "[:append 1 1]"), begin(1, "[:append 1 2]"), end(0, "[:append 1 1]"),
            end(1, "[:append 1 2]"), read(2, "1", "1 2"), ""};
        appends[5] = read(2, "1", "1 2");
        valid(appends);
        appends[5] = read(2, "1", "2 1");
        shows("G-single-item-realtime incompatible-order", appends);
    }

    @Test
    void appendsOfTwoTransactionsAreInOneOrderInAllLists() {
        String one = "[:append 1 1] [:append 2 1]";
        String other = "[:append 1 2] [:append 2 2]";
        String[] lines = {begin(0, one), begin(1, other), end(0, one), end(1, other), read(2, "1", "1 2"), ""};
        lines[5] = read(2, "2", "1 2");
        valid(lines);
        lines[5] = read(2, "2", "2 1");
        shows("G0", lines);
    }

    @Test
    void whoReadsAnotherIsBehindHim() {
        String[] lines = {begin(0, "[:append 1 1] [:r 2 nil]"), begin(1, "[:append 2 1] [:r 1 nil]"),
            end(0, "[:append 1 1] [:r 2 [1]]"), ""};
        lines[3] = end(1, "[:append 2 1] [:r 1 []]");
        valid(lines);
        lines[3] = end(1, "[:append 2 1] [:r 1 [1]]");
        shows("G1c", lines);
    }

    @Test
    void whoDoesNotSeeAnotherIsInFrontOfHim() {
        String both = "[:append 1 1] [:append 2 1]";
        String asked = "[:r 1 nil] [:r 2 nil]";
        shows("G-single-item", begin(0, both), begin(1, asked), end(0, both), end(1, "[:r 1 [1]] [:r 2 []]"));
        valid(begin(0, both), begin(1, asked), end(0, both), end(1, "[:r 1 [1]] [:r 2 [1]]"));
        valid(begin(0, both), begin(1, asked), end(0, both), end(1, "[:r 1 []] [:r 2 []]"));
    }

    @Test
    void twoMayNotBothMissEachOther() {
        String[] lines = {begin(0, "[:r 1 nil] [:append 2 1]"), begin(1, "[:r 2 nil] [:append 1 1]"),
            end(0, "[:r 1 []] [:append 2 1]"), ""};
        lines[3] = end(1, "[:r 2 [1]] [:append 1 1]");
        valid(lines);
        lines[3] = end(1, "[:r 2 []] [:append 1 1]");
        shows("G2-item", lines);
    }

    @Test
    void twoReadersSeeTwoWritersInOneOrder() {
        String[] lines = {begin(0, "[:append 1 1]"), begin(1, "[:append 2 1]"), begin(2, "[:r 1 nil] [:r 2 nil]"),
            begin(3, "[:r 1 nil] [:r 2 nil]"), end(2, "[:r 1 [1]] [:r 2 []]"), "", end(0, "[:append 1 1]"),
            end(1, "[:append 2 1]")};
        lines[5] = end(3, "[:r 1 [1]] [:r 2 [1]]");
        valid(lines);
        lines[5] = end(3, "[:r 1 []] [:r 2 [1]]");
        shows("G-nonadjacent-item", lines);
    }

    @Test
    void whatIsOverIsInFrontOfWhatBegins() {
        shows("G-single-item-realtime", append(0, "[:append 1 1]"), read(1, "1", ""));
        valid(begin(0, "[:append 1 1]"), read(1, "1", ""), end(0, "[:append 1 1]"));
        shows("G0-realtime", append(0, "[:append 1 1]"), append(0, "[:append 1 2]"), read(1, "1", "2 1"));
        shows("G1c-realtime", read(1, "1", "1"), append(0, "[:append 1 1]"));
        valid(begin(0, "[:append 1 1]"), "0 info txn [[:append 1 1]]", read(1, "1", ""), read(1, "1", "1"));
        shows("G-single-item-realtime", begin(0, "[:append 1 1]"), "0 info txn [[:append 1 1]]", read(1, "1", "1"),
                read(1, "1", ""));
    }

    @Test
    void whatIsOverIsInFrontOfWhatBeginsMuchLater() {
        String[] lines = new String[102];
        lines[0] = append(0, "[:append 1 1]");
        for (int i = 1; i <= 100; i++) {
            lines[i] = append(i % 7, "[:append 2 " + i + "]");
        }
        lines[101] = read(1, "1", "");
        shows("G-single-item-realtime", lines);
        lines[101] = read(1, "1", "1");
        valid(lines);
    }

    @Test
    void whatIsStillOpenAtTheEndMayHaveHappened() {
        ListAppendChecker checker = new ListAppendChecker();
        Lines.feed(op -> {
            if (op.type() != OpType.INFO) {
                checker.accept(op);
            }
        }, begin(0, "[:append 1 1]"), read(1, "1", "1"), "0 info txn [[:append 1 1]]");
        assertEquals(List.of(), checker.summary().kept());
    }

    @Test
    void theTransactionsOnACycleAreNamed() {
        assertEquals(List.of(0L, 1L, 2L, 3L), violations(append(0, "[:append 1 1]"), read(1, "1", ""),
                append(0, "[:append 2 1]")).get(0).operations());
    }

    @Test
    void aValueThatIsAppendedTwiceCannotBeJudged() {
        String twice = append(0, "[:append 1 1]");
        assertThrows(UnjudgeableHistoryException.class, () -> violations(twice, twice));
        valid(twice, append(0, "[:append 2 1]"));
    }

    /** What is done at one moment has an order; a list that is read as empty though something was appended has none. */
    @Property(tries = 300)
    void transactionsThatHappenAtOneMomentAreValid(@ForAll long seed) {
        String[] lines = new ListModel(new Random(seed)).run(40);
        valid(lines);
        for (int i = 0; i < lines.length; i++) {
            String key = lines[i].startsWith("9 txn [[:r ") ? lines[i].split(" ")[3] : "none";
            if (Arrays.stream(lines).anyMatch(line -> line.matches("\\d+ ok txn .*:append " + key + " .*"))) {
                String[] wrong = lines.clone();
                wrong[i] = read(9, key, "");
                assertFalse(violations(wrong).isEmpty(), String.join("\n", wrong));
            }
        }
    }
}
