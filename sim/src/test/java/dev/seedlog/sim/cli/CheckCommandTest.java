package dev.seedlog.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.cli.SeedlogCommand;
import dev.seedlog.histories.F;
import dev.seedlog.histories.HistoryRecorder;
import dev.seedlog.histories.Lane;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.edn.HistoryWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code seedlog check} prints and how it exits. */
class CheckCommandTest {

    private static final String WRITE = "{:process 0, :type :invoke, :f :write, :value 1, :index 0, :time 1}\n"
            + "{:process 0, :type :ok, :f :write, :value 1, :index 1, :time 2}\n"
            + "{:process 0, :type :invoke, :f :read, :value nil, :index 2, :time 3}\n";
    private static final String READ_1 = WRITE + "{:process 0, :type :ok, :f :read, :value 1, :index 3, :time 4}\n";
    private static final String READ_2 = READ_1.replace(":f :read, :value 1", ":f :read, :value 2");
    private static final String SET = "{:process 0, :type :invoke, :f :add, :value 1, :index 0, :time 1}\n"
            + "{:process 0, :type :ok, :f :add, :value 1, :index 1, :time 2}\n";

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... files) {
        CommandLine line = SimMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] arguments = new String[files.length + 1];
        arguments[0] = "check";
        System.arraycopy(files, 0, arguments, 1, files.length);
        return SeedlogCommand.execute(line, arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aValidHistoryIsOneLineAndStatus0() throws IOException {
        String file = file("right.edn", READ_1);
        assertEquals(0, check(file));
        assertEquals(file + ": valid, 4 entries on registers\n", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void whatIsWrongIsToldWithTheOperations() throws IOException {
        assertEquals(1, check(file("wrong.edn", READ_2)));
        assertTrue(out.toString().contains("wrong.edn: invalid"), out.toString());
        List<String> told = err.toString().lines().toList();
        assertEquals("  nonlinearizable: value 2 was read, and nobody wrote it", told.get(0));
        assertEquals("    " + READ_2.lines().toList().get(2), told.get(1));
        assertEquals("    " + READ_2.lines().toList().get(3), told.get(2));
        assertEquals(3, told.size());
    }

    @Test
    void whatIsNoHistoryIsNeverValidAndTheLineIsNamed() throws IOException {
        assertEquals(2, check(file("cut.edn", WRITE)));
        assertEquals(2, check(file("unknown.edn", READ_1.replace(":f :read, :value 1", ":f :reed, :value 1"))));
        assertEquals(2, check(directory.resolve("missing.edn").toString()));
        assertEquals(2, check(directory.toString()));
        assertEquals("", out.toString());
        List<String> told = err.toString().lines().toList();
        assertTrue(told.get(0).contains("cut.edn: line 4: the history is cut short"), told.get(0));
        assertTrue(told.get(1).contains("unknown.edn: line 4: the :f :reed is unknown"), told.get(1));
        assertTrue(told.get(2).contains("there is no such file"), told.get(2));
        assertTrue(told.get(3).contains("it cannot be read"), told.get(3));
    }

    @Test
    void valuesThatNobodyCouldTellApartAreNoHistoryEither() throws IOException {
        String send = "{:process 0, :type :invoke, :f :send, :value [[:send 0 1]], :index 0, :time 1}\n"
                + "{:process 0, :type :info, :f :send, :value [[:send 0 1]], :index 1, :time 1}\n"
                + "{:process 1, :type :invoke, :f :send, :value [[:send 0 1]], :index 2, :time 1}\n"
                + "{:process 1, :type :info, :f :send, :value [[:send 0 1]], :index 3, :time 1}\n";
        assertEquals(2, check(file("twice.edn", send)));
        assertTrue(err.toString().contains("operation 2: the value 1 is sent a second time"), err.toString());
    }

    @Test
    void whatNobodyCanJudgeIsUnknown() throws IOException {
        assertEquals(5, check(file("set.edn", SET)));
        assertTrue(out.toString().contains("set.edn: unknown"), out.toString());
        assertTrue(err.toString().contains("the set was never read"), err.toString());
    }

    @Test
    void theWorstOfSeveralFilesCounts() throws IOException {
        String right = file("right.edn", READ_1);
        String wrong = file("wrong.edn", READ_2);
        String unknown = file("set.edn", SET);
        String cut = file("cut.edn", WRITE);
        assertEquals(1, check(right, unknown, wrong, right));
        assertEquals(5, check(right, unknown, right));
        assertEquals(2, check(cut, wrong));
        assertEquals(2, check());
    }

    @Test
    void aHistoryIsSplitForTheCheckersOfOthers() throws IOException {
        String right = file("right.edn", READ_1);
        Path parts = directory.resolve("parts");
        assertEquals(0, check("--split", parts.toString(), right));
        assertEquals(READ_1, Files.readString(parts.resolve("register.edn")));
        assertEquals(2, check("--split", parts.toString(), right, right));
        assertEquals(2, check("--split", right, right));
        List<String> told = err.toString().lines().toList();
        assertTrue(told.get(0).contains("--split takes one FILE"), told.get(0));
        assertTrue(told.get(1).contains("it cannot be written"), told.get(1));
    }

    @Test
    void halfAMillionOperationsAreReadAndJudged() throws IOException {
        Path file = directory.resolve("large.edn");
        try (HistoryWriter writer = new HistoryWriter(new BufferedOutputStream(Files.newOutputStream(file)))) {
            long[] now = {0};
            HistoryRecorder recorder = new HistoryRecorder(writer, () -> now[0]++, 10);
            Lane producer = recorder.lane();
            Lane consumer = recorder.lane();
            for (int i = 0; i < 125_000; i++) {
                producer.invoke(F.SEND, OpValue.mops(new Mop.Send(0, i)))
                        .ok(OpValue.mops(new Mop.Send(0, i, i)));
                consumer.invoke(F.POLL, OpValue.mops(Mop.Poll.UNANSWERED))
                        .ok(OpValue.mops(new Mop.Poll(List.of(new Polled(0, new long[] {i}, new long[] {i})))));
            }
            recorder.finish();
        }
        assertEquals(0, check(file.toString()));
        assertTrue(out.toString().contains("valid, 500000 entries on partitions"), out.toString());
    }
}
