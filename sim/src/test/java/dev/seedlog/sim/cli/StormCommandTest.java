package dev.seedlog.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.cli.ExitStatus;
import dev.seedlog.cli.SeedlogCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code seedlog storm} refuses; ci/storm.sh has one that blows. */
class StormCommandTest {

    @TempDir
    private Path directory;
    private final StringWriter err = new StringWriter();

    private int storm(String... options) {
        CommandLine line = SimMain.commandLine();
        line.setOut(new PrintWriter(new StringWriter(), true));
        line.setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "storm";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return SeedlogCommand.execute(line, arguments);
    }

    @Test
    void aFaultThatThereIsNotIsNamedWithThoseThatThereAre() {
        assertEquals(ExitStatus.USAGE, storm("--without", "kill,flood"));
        assertTrue(err.toString().contains("'flood'") && err.toString().contains("kill, kill-all"), err.toString());
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() throws IOException {
        Files.writeString(directory.resolve("mine"), "mine");
        assertEquals(ExitStatus.USAGE, storm("--dir", directory.toString()));
        assertTrue(err.toString().contains("not empty"), err.toString());
        assertEquals("mine", Files.readString(directory.resolve("mine")));
    }

    @Test
    void aClusterNeedsNodesAndAStormTime() {
        assertEquals(ExitStatus.USAGE, storm("--nodes", "0", "--without", "full-disk", "--dir", directory.toString()));
        assertTrue(err.toString().contains("--nodes 0"), err.toString());
        assertEquals(ExitStatus.USAGE, storm("--for", "soon"));
    }
}
