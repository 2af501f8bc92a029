package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** specs/INVARIANTS.md lists the invariants that the sources check, each with the classes that do, and no others. */
class InvariantsAreListedTest {

    @Test
    void theTableAndTheSourcesAgree() throws IOException {
        Map<String, Set<String>> checked = CheckedInvariants.inSources(
                List.of("core", "net-real", "net-sim", "sim").stream()
                        .map(module -> Project.ROOT.resolve(module).resolve("src/main/java")).toList());
        assertTrue(checked.size() > 30, () -> "the sources were not read: " + checked);
        assertEquals(lines(checked), lines(CheckedInvariants.inTable(Project.ROOT.resolve("specs/INVARIANTS.md"))));
    }

    @Test
    void anIdIsFoundWhateverItsConditionLooksLike(@TempDir Path folder) throws IOException {
        write(folder, "A", "Invariant.check(names.contains(\"a, (b\") && f(1, 2),\n    \"log-one\", \"why\");");
        write(folder, "B", "Invariant.check(x, \"log-one\", \"why\", 1, 2);\n"
                + "throw new InvariantViolation(\"log-two\", \"why\");");
        assertEquals(Map.of("log-one", Set.of("A", "B"), "log-two", Set.of("B")),
                CheckedInvariants.inSources(List.of(folder)));
    }

    @Test
    void anIdIsALiteralOfLowerCaseWords(@TempDir Path folder) throws IOException {
        for (String id : List.of("\"LOG-1\"", "\"log\"", "ID", "\"log-\" + name")) {
            write(folder, "A", "Invariant.check(holds, " + id + ", \"why\");");
            assertThrows(AssertionError.class, () -> CheckedInvariants.inSources(List.of(folder)), id);
        }
    }

    @Test
    void aRowOfTheTableNamesAnIdAndItsClasses(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("table.md");
        Files.writeString(table, "| id | what |\n|---|---|\n| `log-one` | It `holds`. | `A`, `B` | because |\n");
        assertEquals(Map.of("log-one", Set.of("A", "B")), CheckedInvariants.inTable(table));
    }

    private static void write(Path folder, String type, String statement) throws IOException {
        Files.writeString(folder.resolve(type + ".java"), "class " + type + " { void f() { " + statement + " } }\n");
    }

    private static String lines(Map<String, Set<String>> classesById) {
        StringBuilder text = new StringBuilder();
        classesById.forEach((id, classes) -> text.append(id).append(' ').append(classes).append('\n'));
        return text.toString();
    }
}
