package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedlog.histories.group.GroupAnomaly;
import dev.seedlog.histories.partitionlog.Anomaly;
import dev.seedlog.histories.register.RegisterChecker;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** specs/MUTANTS.md lists the bugs that are planted, within how many seeds, and what each fault and check is for. */
class MutantsAreListedTest {

    private static final Pattern MUTANT = Pattern.compile("^\\| `([A-Z_]+)` \\| .* \\| (\\d+) \\| .* \\|$");
    private static final Pattern TELLTALE = Pattern.compile("^\\| `([a-z-]+)` \\| `([A-Z_]+)` \\| [A-Z].* \\|$");
    private static final Pattern CHECK =
            Pattern.compile("^\\| `([\\w-]+)` \\| `([A-Z_]+)` \\| `([a-z-]+)` \\| [A-Z].* \\|$");
    private static final Pattern COMPANY = Pattern.compile(
            "^\\| `([\\w-]+)` \\| `([A-Z_]+)` \\| `([a-z-]+)` \\| `[\\w-]+`.* \\| [A-Z].* \\|$");
    private static final Pattern WITHOUT = Pattern.compile("^\\| `([\\w-]*[a-z][\\w-]*)` \\| ([A-Z]).* \\|$");
    private static final Pattern REPORTED =
            Pattern.compile("(?:broken|new Violation)\\(\\s*(?:ours \\? )?\"([a-z-]+)\"(?: : \"([a-z-]+)\")?");
    private static final Pattern STORY = Pattern.compile("^\\| `([A-Z_]+)` \\| .* \\| `([a-z]+[A-Z][a-zA-Z]+)` \\|$");

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
    void eachBugOfClustersIsListedWithItsStory() throws IOException {
        List<String> planted = new ArrayList<>();
        for (ClusterBug bug : ClusterBug.values()) {
            planted.add(bug + " " + bug.story());
        }
        assertEquals(planted, found(STORY));
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

    @Test
    void eachCheckInCompanyIsListedWithItsBug() throws IOException {
        List<String> planted = new ArrayList<>();
        for (CompanyBug bug : CompanyBug.values()) {
            planted.add(bug.check() + " " + bug + " " + bug.faults());
        }
        assertEquals(planted, found(COMPANY));
    }

    @Test
    void eachCheckThatARunCanReportIsListed() throws IOException, IllegalAccessException {
        SortedSet<String> listed = new TreeSet<>();
        for (Pattern table : List.of(CHECK, COMPANY, WITHOUT)) {
            found(table).forEach(row -> listed.add(row.substring(0, row.indexOf(' '))));
        }
        SortedSet<String> reported = new TreeSet<>(List.of(RegisterChecker.NONLINEARIZABLE));
        for (Class<?> names : List.of(Anomaly.class, GroupAnomaly.class)) {
            for (Field name : names.getFields()) {
                reported.add((String) name.get(null));
            }
        }
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = REPORTED.matcher(Files.readString(source));
                while (matcher.find()) {
                    reported.add(matcher.group(1));
                    reported.add(matcher.group(2) == null ? matcher.group(1) : matcher.group(2));
                }
            }
        }
        assertEquals(reported, listed);
    }
}
