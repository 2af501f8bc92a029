package dev.seedlog.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The stories of Raft as scripts: the whole trace of each command is the expectation. With
 * {@code -Dseedlog.scripts.rewrite=true} the scripts' sources are rewritten with the traces that they give; read the
 * difference before you commit it.
 */
class RaftScriptTest {

    private static final Path SOURCES = Path.of("src/test/resources/dev/seedlog/raft");

    @TestFactory
    List<DynamicTest> everyScriptGivesItsTrace() throws IOException, URISyntaxException {
        boolean rewrite = Boolean.getBoolean("seedlog.scripts.rewrite");
        Path directory = rewrite ? SOURCES : Path.of(RaftScriptTest.class.getResource(".").toURI());
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(rewrite ? SOURCES : directory)) {
            files.filter(file -> file.toString().endsWith(".script")).sorted().forEach(file ->
                    tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file, rewrite))));
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static void run(Path file, boolean rewrite) throws IOException {
        String expected = Files.readString(file);
        String actual = ScriptRunner.run(expected);
        if (rewrite) {
            Files.writeString(file, actual);
        } else {
            assertEquals(expected, actual);
        }
    }
}
