package dev.seedlog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SeedlogCommandTest {

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Test
    void theOverviewListsTheCommands() {
        assertEquals(ExitStatus.OK, execute("--help"));
        assertTrue(out.toString().contains("start"), out.toString());
    }

    @Test
    void aCommandThatDoesNotExistIsNamed() {
        assertEquals(ExitStatus.USAGE, execute("frobnicate"));
        assertEquals("seedlog: there is no command 'frobnicate' ('seedlog --help' tells more)\n", err.toString());
    }

    @Test
    void withoutACommandTheUsageIsWrong() {
        assertEquals(ExitStatus.USAGE, execute());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void theVersionNamesTheCommitOrSaysThatItIsUnknown() {
        assertEquals(ExitStatus.OK, execute("--version"));
        assertTrue(out.toString().matches("seedlog [0-9].* \\(commit ([0-9a-f]{40}|unknown)(, with changes)?\\)\n"),
                out.toString());
    }

    private int execute(String... arguments) {
        CommandLine line = SeedlogCommand.commandLine((config, stopWhenReady) -> ExitStatus.OK);
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return SeedlogCommand.execute(line, arguments);
    }
}
