package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** specs/FAULTS.md lists the rare paths that seeds force, and the probes, with their classes; sim knows the same. */
class RarePathsAreListedTest {

    private static final Pattern FORCED = Pattern.compile("\\bfaults(?:\\(\\))?\\.at\\(([^)]*)\\)");
    private static final Pattern PROBE = Pattern.compile("\\bprobes(?:\\(\\))?\\.hit\\(([^;]*)\\);");
    private static final Pattern ID = Pattern.compile("\"([a-z-]+(?:\\.[a-z-]+)+)\"");
    private static final Pattern FORCED_ROW = Pattern.compile("\\| `([a-z.-]+)` \\|[^|]*\\| `(\\w+)` \\|\n");
    private static final Pattern PROBE_ROW =
            Pattern.compile("\\| `([a-z.-]+)` \\|[^|]*\\| `(\\w+)` \\| (expected|rare) \\|\n");

    private final String document = read(Project.ROOT.resolve("specs/FAULTS.md"));
    private final String known =
            read(Project.ROOT.resolve("sim/src/main/resources/dev/seedlog/sim/rare-paths.txt"));

    @Test
    void theForcedPathsAreThoseOfTheSources() throws IOException {
        TreeSet<String> inSources = inSources(FORCED);
        assertTrue(inSources.size() > 10, inSources.toString());
        assertEquals(inSources, rows(FORCED_ROW));
    }

    @Test
    void theProbesAreThoseOfTheSources() throws IOException {
        TreeSet<String> inSources = inSources(PROBE);
        assertTrue(inSources.size() > 10, inSources.toString());
        assertEquals(inSources, rows(PROBE_ROW));
    }

    @Test
    void theSimulatorKnowsThemAll() {
        TreeSet<String> listed = new TreeSet<>();
        FORCED_ROW.matcher(document).results().forEach(row -> listed.add("path " + row.group(1) + " expected"));
        PROBE_ROW.matcher(document).results()
                .forEach(row -> listed.add("probe " + row.group(1) + " " + row.group(3)));
        assertEquals(listed, new TreeSet<>(known.lines().toList()));
    }

    private TreeSet<String> rows(Pattern pattern) {
        TreeSet<String> rows = new TreeSet<>();
        pattern.matcher(document).results().forEach(row -> rows.add(row.group(1) + " in " + row.group(2)));
        return rows;
    }

    private static TreeSet<String> inSources(Pattern call) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (String module : List.of("core", "net-real", "net-sim")) {
            try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    collect(file, call, found);
                }
            }
        }
        return found;
    }

    private static void collect(Path file, Pattern call, TreeSet<String> found) {
        Matcher calls = call.matcher(read(file));
        while (calls.find()) {
            List<String> ids = ID.matcher(calls.group(1)).results().map(id -> id.group(1)).toList();
            assertTrue(!ids.isEmpty(), () -> file + " has an id that is not words with dots: " + calls.group());
            ids.forEach(id -> found.add(id + " in " + file.getFileName().toString().replace(".java", "")));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
