package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** specs/BAD_INPUT.md names tests that are there, and all of the classes that test nothing but bad input. */
class BadInputIsListedTest {

    private static final Path TABLE = Project.ROOT.resolve("specs/BAD_INPUT.md");
    private static final List<String> ONLY_ABOUT_BAD_INPUT = List.of("BadInputTest", "DamagedDirectoryTest",
            "RefusalsTest");
    private static final Pattern METHOD = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern CHECK = Pattern.compile("`(ci/[\\w.-]+): ([^`]+)`");
    /** An annotation that makes a test of a method, what other annotations say, and the method's name. */
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|ParameterizedTest|Property)\\b(?:[^;{}]|\\{[^}]*\\})*?\\bvoid (\\w+)\\(");

    @Test
    void eachTestOfTheTableIsThere() throws IOException {
        String table = Files.readString(TABLE);
        int found = 0;
        for (Matcher named = METHOD.matcher(table); named.find(); found++) {
            assertTrue(testsOf(named.group(1)).contains(named.group(2)), named.group());
        }
        for (Matcher named = CHECK.matcher(table); named.find(); found++) {
            assertTrue(Files.readString(Project.ROOT.resolve(named.group(1))).contains("# " + named.group(2) + "\n"),
                    named.group());
        }
        assertTrue(found > 30, "the table was not read: " + found);
    }

    @Test
    void eachLineHasATest() throws IOException {
        List<String> lines = Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("| ")).toList();
        assertEquals(List.of(), lines.stream().filter(line -> !line.endsWith("| tests |")
                && !METHOD.matcher(line).find() && !CHECK.matcher(line).find()).toList());
    }

    @Test
    void allTestsOfBadInputAreInTheTable() throws IOException {
        String table = Files.readString(TABLE);
        for (String type : ONLY_ABOUT_BAD_INPUT) {
            for (String test : testsOf(type)) {
                assertTrue(table.contains("`" + type + "." + test + "`"), type + "." + test);
            }
        }
    }

    @Test
    void testsAreToldFromOtherMethods(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ATest.java"), """
                class ATest {
                    @BeforeEach
                    void prepare() { }
                    @Test
                    void one() { assertTrue(true); }
                    private void helper() { }
                    @ParameterizedTest
                    @ValueSource(strings = {"a", "b"})
                    void two(String each) { }
                    @Property(tries = 10)
                    void three(@ForAll("x") int each) { }
                }
                """);
        assertEquals(Set.of("one", "two", "three"), testsIn(file));
    }

    private static Set<String> testsOf(String type) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> modules = new ArrayList<>(ModuleRule.MODULES);
        modules.add("specs");
        for (String module : modules) {
            Path sources = Project.ROOT.resolve(module).resolve("src/test/java");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> all = Files.walk(sources)) {
                    all.filter(each -> each.endsWith(type + ".java")).forEach(files::add);
                }
            }
        }
        assertEquals(1, files.size(), () -> "sources of " + type + ": " + files);
        return testsIn(files.get(0));
    }

    private static Set<String> testsIn(Path file) throws IOException {
        Set<String> tests = new TreeSet<>();
        for (Matcher test = TEST.matcher(Files.readString(file)); test.find();) {
            tests.add(test.group(1));
        }
        return tests;
    }
}
