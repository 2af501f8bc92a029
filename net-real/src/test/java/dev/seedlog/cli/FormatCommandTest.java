package dev.seedlog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FormatCommandTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private Path file;

    @BeforeEach
    void writeConfig() throws IOException {
        file = Files.write(folder.resolve("server.properties"), List.of("process.roles=controller", "node.id=2",
                "listeners=CONTROLLER://localhost:9093", "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=1@localhost:19093,2@localhost:9093,3@localhost:29093"));
    }

    private int format(String... arguments) {
        CommandLine line = new CommandLine(new SeedlogCommand());
        line.addSubcommand(new FormatCommand(Map.of()));
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "format";
        all[1] = "--config";
        all[2] = file.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return SeedlogCommand.execute(line, all);
    }

    @Test
    void oneOfSeveralVotersIsFormattedForItsCluster() throws IOException {
        Path data = folder.resolve("data");
        assertEquals(ExitStatus.OK, format("--cluster-id", "mine", "--dir", data.toString()), err.toString());
        assertTrue(Files.readString(data.resolve("meta.properties")).contains("cluster.id=mine"));
        assertTrue(Files.readString(data.resolve("meta.properties")).contains("node.id=2"));
        assertTrue(Files.exists(data.resolve("bootstrap.checkpoint")));
        assertEquals("formatted " + data + " for node 2 of cluster mine\n", out.toString());
    }

    @Test
    void theFeaturesAreThoseOfTheReleaseUnlessTheyAreSet() throws IOException {
        long asNew = formattedSize("a");
        long withoutEligible = formattedSize("b", "--feature", "eligible.leader.replicas.version=0");

        assertTrue(withoutEligible < asNew, withoutEligible + " and " + asNew);
        assertEquals(withoutEligible, formattedSize("c", "--release-version", "4.0"));
        assertEquals(asNew, formattedSize("d", "--release-version", "4.1"));
    }

    private long formattedSize(String name, String... arguments) throws IOException {
        Path data = folder.resolve(name);
        List<String> all = new ArrayList<>(List.of("--cluster-id", "mine", "--dir", data.toString()));
        all.addAll(List.of(arguments));
        assertEquals(ExitStatus.OK, format(all.toArray(String[]::new)), err.toString());
        return Files.size(data.resolve("bootstrap.checkpoint"));
    }

    @Test
    void whatIsFormattedIsNotFormattedAgain() throws IOException {
        Path data = folder.resolve("data");
        format("--cluster-id", "mine", "--dir", data.toString());
        String before = Files.readString(data.resolve("meta.properties"));
        assertEquals(ExitStatus.USAGE, format("--cluster-id", "mine", "--dir", data.toString()));
        assertTrue(err.toString().contains("is formatted already, for cluster mine"), err.toString());
        assertEquals(ExitStatus.OK, format("--cluster-id", "mine", "--dir", data.toString(), "-g"));
        assertEquals(ExitStatus.USAGE, format("--cluster-id", "other", "--dir", data.toString(), "-g"));
        assertEquals(before, Files.readString(data.resolve("meta.properties")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--cluster-id|", "--cluster-id|a b", "--cluster-id|mine|--standalone",
        "--cluster-id|mine|--release-version|2.8", "--cluster-id|mine|--feature|group.version=1",
        "--cluster-id|mine|--feature|eligible.leader.replicas.version"})
    void badUsageIsOneClearLine(String arguments) {
        String[] all = (arguments + "|--dir|" + folder.resolve("data")).split("\\|");
        assertEquals(ExitStatus.USAGE, format(all[0].isEmpty() ? new String[0] : all));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("seedlog format: "), err.toString());
    }
}
