package dev.seedlog.histories.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is no history is refused, and the error names the line. */
class UnreadableHistoriesTest {

    private static final String WRITE = "{:process 0, :type :invoke, :f :write, :value 1, :index 0, :time 10}\n";
    private static final String WRITTEN = "{:process 0, :type :ok, :f :write, :value 1, :index 1, :time 20}\n";

    private static final String PROFILE = "{:process :nemesis, :type :info, :f :key-profile, :value {:key 0, "
            + ":topic-id \"i\", :topic-partition \"t-0\", :replicas 1, :cleanup \"none\", :unclean-election? false, "
            + ":read-committed? false, :transactional? false}, :index 0, :time 0}\n";

    private record Bad(String name, String text, long line, String message) {
    }

    private static String client(String type, String f, String value, int index) {
        return "{:process 0, :type :" + type + ", :f :" + f + ", :value " + value + ", :index " + index + ", :time "
                + index + "}\n";
    }

    private static String asked(String f, String value) {
        return client("invoke", f, value, 0);
    }

    private static final List<Bad> BAD = List.of(
            new Bad("empty", "", 1, "empty"),
            new Bad("cut within an operation", WRITE + WRITTEN.substring(0, 30), 2, "cut short"),
            new Bad("cut within a string", WRITE + "{:process 0, :error \"x", 2, "cut short"),
            new Bad("cut behind an invocation", WRITE, 2, "process 0 has never completed what it invoked in line 1"),
            new Bad("cut before the end that it promises", "{:process :nemesis, :type :info, :f :history-begin, "
                    + ":value 1, :index 0, :time 0}\n", 2, "cut short"),
            new Bad("other number of operations than promised", "{:process :nemesis, :type :info, :f :history-end, "
                    + ":value 3, :index 0, :time 0}\n", 1, "its end says 3"),
            new Bad("an operation behind the end", "{:process :nemesis, :type :info, :f :history-end, :value 0, "
                    + ":index 0, :time 0}\n" + WRITE.replace(":index 0", ":index 1"), 2, "behind the end"),
            new Bad("unknown type", WRITE.replace(":invoke", ":began"), 1, "the :type :began is unknown"),
            new Bad("unknown function", WRITE.replace(":write", ":increment"), 1, "the :f :increment is unknown"),
            new Bad("a client speaks for the nemesis", WRITE.replace(":write", ":breach"), 1, "only the nemesis"),
            new Bad("no process", WRITE.replace(":process 0, ", ""), 1, "no :process"),
            new Bad("a process without a number", WRITE.replace(":process 0", ":process :me"), 1, ":me is unknown"),
            new Bad("a negative process", WRITE.replace(":process 0", ":process -1"), 1, "from 0"),
            new Bad("no index", WRITE.replace(", :index 0", ""), 1, "no :index"),
            new Bad("no time", WRITE.replace(", :time 10", ""), 1, "no :time"),
            new Bad("a time that is no number", WRITE.replace(":time 10", ":time \"now\""), 1, ":time should be"),
            new Bad("a key that is no keyword", WRITE.replace(", :time", ", time 3, :time"), 1, "no keyword"),
            new Bad("a key twice", WRITE.replace(":time", ":index 0, :time"), 1, "twice"),
            new Bad("a key without a value", WRITE.replace(":time 10", ":time"), 1, "without a value"),
            new Bad("completion without invocation", "\n\n" + WRITTEN, 3, "completes what it never invoked"),
            new Bad("two completions", WRITE + WRITTEN + WRITTEN.replace(":index 1", ":index 2"), 3,
                    "completes what it never invoked"),
            new Bad("two invocations", WRITE + WRITE.replace(":index 0", ":index 1"), 2,
                    "has not completed the one in line 1"),
            new Bad("invoking after an unknown outcome", WRITE + WRITTEN.replace(":ok", ":info")
                    + WRITE.replace(":index 0, :time 10", ":index 2, :time 30"), 3, "ended in line 2"),
            new Bad("completing something else", WRITE + WRITTEN.replace(":write", ":add"), 2,
                    "completes :add, and invoked :write in line 1"),
            new Bad("completing with another value", WRITE + WRITTEN.replace(":value 1", ":value 2"), 2, "no answer"),
            new Bad("failing with another value", asked("cas", "[1 2]") + client("fail", "cas", "[1 3]", 1), 2,
                    "no answer"),
            new Bad("completing another send", asked("send", "[[:send 0 1]]")
                    + client("ok", "send", "[[:send 1 [0 1]]]", 1), 2, "no answer"),
            new Bad("completing fewer steps", asked("send", "[[:send 0 1] [:send 0 2]]")
                    + client("ok", "send", "[[:send 0 [0 1]]]", 1), 2, "no answer"),
            new Bad("time that goes back", WRITE + WRITTEN.replace(":time 20", ":time 9"), 2, "from 10 to 9"),
            new Bad("an index twice", WRITE + WRITTEN.replace(":index 1", ":index 0"), 2, "index 0 comes behind"),
            new Bad("a register's value that is none", asked("write", "[1]"), 1, "should be a whole number"),
            new Bad("a large number", asked("write", "123456789012345678901234567890"), 1, "should be a whole number"),
            new Bad("half a pair", asked("cas", "[1]"), 1, "two elements"),
            new Bad("unknown micro-operation", asked("txn", "[[:push 0 1]]"), 1, ":push is unknown"),
            new Bad("unknown partition", PROFILE + "{:process 0, :type :invoke, :f :send, :value [[:send 1 1]], "
                    + ":index 1, :time 1}\n", 2, "the key 1 is unknown"),
            new Bad("a second profile", PROFILE + PROFILE.replace(":index 0", ":index 1"), 2, "second :key-profile"),
            new Bad("an empty micro-operation", asked("txn", "[[]]"), 1, "is empty"),
            new Bad("a micro-operation too long", asked("txn", "[[:send 0 1 2]]"), 1, "4 elements"),
            new Bad("a negative partition", asked("send", "[[:send -1 1]]"), 1, "a key should be"),
            new Bad("a partition with a name", asked("send", "[[:send :x 1]]"), 1, "a key should be"),
            new Bad("a negative offset", asked("poll", "[[:poll {0 [[-3 1]]}]]"), 1, "negative"),
            new Bad("a polled record alone", asked("poll", "[[:poll {0 [1]}]]"), 1, "a vector"),
            new Bad("unknown key of a value", asked("list-offsets", "{:key 0, :begin 3}"), 1, ":begin"),
            new Bad("missing key of a value", asked("commit", "{:generation 3}"), 1, ":group is missing"),
            new Bad("something that is no map", "[[1 2]]", 1, "an operation should be a map"),
            new Bad("a bracket too much", WRITE + "}\n" + WRITTEN, 2, "closes nothing"),
            new Bad("brackets that do not match", WRITE.replace("1,", "[1},"), 1, "closes nothing"),
            new Bad("an unknown escape", WRITE.replace(":value 1", ":value \"\\q\""), 1, "unknown escape"),
            new Bad("a number that is none", WRITE.replace(":value 1", ":value 1x"), 1, "'1x' is no number"),
            new Bad("bytes of something else", "\u0000\u0001\u0002", 1, "begins no value"),
            new Bad("nothing but depth", "[".repeat(1_000_000), 1, "deep"));

    @TestFactory
    Stream<DynamicTest> namesTheLine() {
        return BAD.stream().map(bad -> DynamicTest.dynamicTest(bad.name, () -> {
            UnreadableHistoryException e = assertThrows(UnreadableHistoryException.class,
                    () -> GoldenFilesTest.read(bad.text));
            assertTrue(e.getMessage().contains(bad.message), e.getMessage());
            assertEquals(bad.line, e.line(), e.getMessage());
        }));
    }

    @Test
    void aWholeHistoryCutAnywhereIsNotTakenForOne() throws IOException {
        String whole = GoldenFilesTest.golden("seedlog.edn");
        int tried = 0;
        for (int length = 0; length < whole.length() - 1; length++) {
            String cut = whole.substring(0, length);
            assertThrows(UnreadableHistoryException.class, () -> GoldenFilesTest.read(cut), cut);
            tried++;
        }
        assertTrue(tried > 1000);
        assertEquals(GoldenFilesTest.read(whole), GoldenFilesTest.read(whole.trim()));
    }

    @Test
    void aMillionOperationsAreReadOneAfterTheOther() throws IOException {
        long[] sum = {0};
        long read = HistoryReader.read(new Repeated(1_000_000), op -> sum[0] += op.index());
        assertEquals(1_000_000, read);
        assertEquals(999_999L * 500_000, sum[0]);
    }

    /** A long history that is nowhere in memory. */
    private static final class Repeated extends InputStream {
        private final int count;
        private int made;
        private byte[] line = {};
        private int position;

        private Repeated(int count) {
            this.count = count;
        }

        @Override
        public int read() {
            if (position == line.length) {
                if (made == count) {
                    return -1;
                }
                line = client(made % 2 == 0 ? "invoke" : "ok", "write", "1", made).getBytes(StandardCharsets.UTF_8);
                made++;
                position = 0;
            }
            return line[position++];
        }
    }

    @Test
    void linesAreCountedAsTheyAreWritten() {
        String[] lines = new String[1000];
        Arrays.setAll(lines, i -> client(i % 2 == 0 ? "invoke" : "ok", "write", "1", i));
        String text = String.join("", lines) + ";\n\"a\n\"";
        UnreadableHistoryException e = assertThrows(UnreadableHistoryException.class,
                () -> GoldenFilesTest.read(text));
        assertEquals(1003, e.line());
    }
}
