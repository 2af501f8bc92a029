package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** specs/MUTANTS.md lists the bugs that are planted, within how many seeds, and what each kind of fault is for. */
class MutantsAreListedTest {

    private static final Pattern MUTANT = Pattern.compile("^\\| `([A-Z_]+)` \\| .* \\| (\\d+) \\| .* \\|$");
    private static final Pattern TELLTALE = Pattern.compile("^\\| `([a-z-]+)` \\| `([A-Z_]+)` \\| [A-Z].* \\|$");
    private static final Pattern CHECK =
            Pattern.compile("^\\| `([\\w-]+)` \\| `([A-Z_]+)` \\| `([a-z-]+)` \\| .* \\|$");

    private static List<String> found(Pattern row) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "specs", "MUTANTS.md"))) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                found.add(matcher.group(1) + " " + matcher.group(2)
                        + (matcher.groupCount() == 3 ? " " + matcher.group(3) : ""));
            }
        }
        return found;
    }

    @Test
    void eachMutantIsListedWithItsLimit() throws IOException {
        List<String> planted = new ArrayList<>();
        for (Mutant mutant : Mutant.values()) {
            planted.add(mutant + " " + mutant.mostSeeds());
        }
        assertEquals(planted, found(MUTANT));
    }

    @Test
    void eachKindOfFaultIsListedWithItsBug() throws IOException {
        List<String> planted = new ArrayList<>();
        for (Telltale telltale : Telltale.values()) {
            planted.add(telltale.kind().id() + " " + telltale.bug());
        }
        assertEquals(planted, found(TELLTALE));
    }

    @Test
    void eachCheckIsListedWithItsBug() throws IOException {
        List<String> planted = new ArrayList<>();
        for (CheckBug bug : CheckBug.values()) {
            planted.add(bug.check() + " " + bug + " " + bug.faults());
        }
        assertEquals(planted, found(CHECK));
    }
}
