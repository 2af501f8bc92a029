package dev.seedlog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.base.config.BrokerConfigKeys;
import dev.seedlog.base.config.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StartCommandTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private NodeConfig started;

    @Test
    void aNodeStartsWithWhatTheCommandLineSays() {
        Path data = folder.resolve("a/b");
        assertEquals(ExitStatus.OK, start("--dir", data.toString(), "--override", "node.id=7", "--override",
                "num.partitions=3"));
        assertEquals(7, started.nodeId());
        assertEquals(List.of(data.toString()), started.logDirs());
        assertTrue(Files.isDirectory(data));
        assertEquals("", err.toString());
    }

    @Test
    void theCommandLinePrevailsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = config("num.partitions=2", "default.replication.factor=2", "message.max.bytes=2");
        environment.put("KAFKA_DEFAULT_REPLICATION_FACTOR", "3");
        environment.put("KAFKA_CFG_MESSAGE_MAX_BYTES", "3");
        assertEquals(ExitStatus.OK, start("--config", file.toString(), "--override", "message.max.bytes=4", "--dir",
                folder.toString()));
        assertEquals(2, started.config().getInt(BrokerConfigKeys.NUM_PARTITIONS));
        assertEquals(3, started.config().getInt(BrokerConfigKeys.DEFAULT_REPLICATION_FACTOR));
        assertEquals(4, started.config().getInt(BrokerConfigKeys.MESSAGE_MAX_BYTES));
    }

    @Test
    void aBadValueIsAnErrorThatSaysWhereItIs() throws IOException {
        Path file = config("num.partitions=none");
        assertEquals(ExitStatus.USAGE, start("--config", file.toString(), "--dir", folder.toString()));
        assertNull(started);
        assertEquals("seedlog start: " + file + ":5: Invalid value 'none' for configuration num.partitions: it must be "
                + "an int of at least 1\n", err.toString());
    }

    @Test
    void unknownNamesAreWarnings() {
        environment.put("KAFKA_PORT", "tcp://10.0.0.1:9092");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx1g");
        assertEquals(ExitStatus.OK, start("--dir", folder.toString(), "--override", "num.partitons=3", "--override",
                "num.io.threads=3"));
        assertEquals(List.of("warning: environment variables that name no configuration are ignored: KAFKA_PORT",
                "warning: unknown configuration is ignored: num.partitons (--override)",
                "warning: configuration that is not implemented yet has no effect: num.io.threads (--override)"),
                err.toString().lines().toList());
    }

    @Test
    void aMissingDirectoryOfTheConfigurationIsAnError() throws IOException {
        Path missing = folder.resolve("mnt");
        Path file = config("log.dirs=" + missing);
        assertEquals(ExitStatus.USAGE, start("--config", file.toString()));
        assertTrue(err.toString().contains(missing + "' of log.dirs does not exist"), err.toString());
        assertFalse(Files.exists(missing));
    }

    @Test
    void aDirectoryThatIsAFileIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(ExitStatus.USAGE, start("--dir", file.toString()));
        assertTrue(err.toString().contains("is not a directory"), err.toString());
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(ExitStatus.USAGE, start("--dir", file.resolve("below").toString()));
        assertTrue(err.toString().contains("'" + file.resolve("below") + "' cannot be created"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--frobnicate", "--override|novalue", "--config|/does/not/exist", "--override", "stray",
        "--dir|a|--override|log.dirs=b", "--dir|a,b"})
    void badUsageIsOneClearLine(String arguments) {
        assertEquals(ExitStatus.USAGE, start(arguments.split("\\|")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("seedlog start: "), err.toString());
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(ExitStatus.OK, start("--help"));
        assertTrue(out.toString().contains("--override=KEY=VALUE"), out.toString());
        assertEquals(ExitStatus.OK, start("--version"));
        assertTrue(out.toString().contains("seedlog 0."), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void aRunnerThatFailsIsAFailureOfItsOwn() {
        assertEquals(ExitStatus.FAILURE, execute((config, stop) -> {
            throw new IllegalStateException("broken");
        }, "--dir", folder.toString()));
        assertTrue(err.toString().contains("broken"), err.toString());
    }

    @Test
    void theStatusOfTheNodeIsThatOfTheCommand() {
        assertEquals(ExitStatus.FAILURE, execute((config, stop) -> stop ? ExitStatus.FAILURE : ExitStatus.OK,
                "--dir", folder.toString(), "--stop-when-ready"));
    }

    private Path config(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("process.roles=broker,controller", "node.id=1",
                "listeners=PLAINTEXT://:9092,CONTROLLER://:9093", "controller.listener.names=CONTROLLER"));
        all.addAll(List.of(lines));
        return Files.write(folder.resolve("server.properties"), all);
    }

    private int start(String... arguments) {
        return execute((config, stopWhenReady) -> {
            started = config;
            return ExitStatus.OK;
        }, arguments);
    }

    private int execute(NodeRunner runner, String... arguments) {
        CommandLine line = new CommandLine(new SeedlogCommand());
        line.addSubcommand(new StartCommand(runner, environment));
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "start";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return SeedlogCommand.execute(line, all);
    }
}
