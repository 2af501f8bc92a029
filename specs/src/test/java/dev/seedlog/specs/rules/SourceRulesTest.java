package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.AuditEvent;
import com.puppycrawl.tools.checkstyle.api.AuditListener;
import com.puppycrawl.tools.checkstyle.api.CheckstyleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of checkstyle.xml fails for a source that breaks it, and only then. */
class SourceRulesTest {

    private static final String HEADER = "package p;\n\n/** A class. */\npublic class X {\n";
    private static final String MAIN = "src/main/java/p/X.java";

    @TempDir
    Path folder;

    @Test
    void aSourceThatKeepsTheRulesIsAccepted() {
        assertBroken(Set.of(), MAIN, HEADER + "\n    /** One. */\n    public int one() {\n        return 1;\n    }\n\n"
                + "    @Override\n    public String toString() {\n        return \"\";\n    }\n}\n");
    }

    @Test
    void aMethodHasSixtyLinesAtMost() {
        assertBroken(Set.of(), MAIN, HEADER + method(60) + "}\n");
        assertBroken(Set.of("MethodLength"), MAIN, HEADER + method(61) + "}\n");
    }

    @Test
    void aFileHasSixHundredLinesAtMost() {
        assertBroken(Set.of(), MAIN, HEADER + "    // more\n".repeat(600 - 5) + "}\n");
        assertBroken(Set.of("FileLength"), MAIN, HEADER + "    // more\n".repeat(601 - 5) + "}\n");
    }

    @Test
    void aConstructorHasEightParametersAtMost() {
        assertBroken(Set.of(), MAIN, HEADER + "    X(" + parameters(8) + ") {\n    }\n}\n");
        assertBroken(Set.of("ParameterNumber"), MAIN, HEADER + "    X(" + parameters(9) + ") {\n    }\n}\n");
    }

    @Test
    void aRecordHasEightComponentsAtMost() {
        assertBroken(Set.of(), MAIN, "package p;\n\n/** A. */\npublic record X(" + parameters(8) + ") {\n}\n");
        assertBroken(Set.of("RecordComponentNumber"), MAIN,
                "package p;\n\n/** A. */\npublic record X(" + parameters(9) + ") {\n}\n");
    }

    @Test
    void aLineHasOneHundredAndTwentyCharactersAtMost() {
        assertBroken(Set.of(), MAIN, HEADER + "//" + "x".repeat(118) + "\n}\n");
        assertBroken(Set.of("LineLength"), MAIN, HEADER + "//" + "x".repeat(119) + "\n}\n");
    }

    @Test
    void importsAreNamedAndUsed() {
        assertBroken(Set.of("AvoidStarImport"), MAIN,
                "package p;\n\nimport java.util.*;\n\n/** A. */\npublic class X {\n    List<String> l;\n}\n");
        assertBroken(Set.of("UnusedImports"), MAIN,
                "package p;\n\nimport java.util.List;\n\n/** A. */\npublic class X {\n}\n");
    }

    @Test
    void publicTypesAndMethodsHaveJavadocInMainAndNeedNoneInTests() {
        String bare = "package p;\n\npublic class X {\n    public int one() {\n        return 1;\n    }\n}\n";
        assertBroken(Set.of("MissingJavadocType", "MissingJavadocMethod"), MAIN, bare);
        assertBroken(Set.of(), "src/test/java/p/X.java", bare);
        assertBroken(Set.of("MissingJavadocMethod"), MAIN,
                "package p;\n\n/** A. */\npublic interface X {\n    int one();\n}\n");
        assertBroken(Set.of("MissingJavadocMethod"), MAIN, HEADER + "    public X() {\n    }\n}\n");
    }

    @Test
    void theSizeRulesHoldForTestsToo() {
        assertBroken(Set.of("MethodLength"), "src/test/java/p/X.java", HEADER + method(61) + "}\n");
    }

    @Test
    void linesEndCleanlyAndAreIndentedWithSpaces() {
        assertBroken(Set.of("TrailingWhitespace"), MAIN, HEADER + "    int one; \n}\n");
        assertBroken(Set.of("FileTabCharacter"), MAIN, HEADER + "\tint one;\n}\n");
        assertBroken(Set.of("NewlineAtEndOfFile"), MAIN, HEADER + "}");
    }

    private static String method(int lines) {
        return "    void f() {\n" + "        f();\n".repeat(lines - 2) + "    }\n";
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "int p" + i).collect(Collectors.joining(", "));
    }

    private void assertBroken(Set<String> expected, String path, String source) {
        assertEquals(expected, broken(path, source));
    }

    private Set<String> broken(String path, String source) {
        Checker checker = new Checker();
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            Broken broken = new Broken();
            checker.setModuleClassLoader(Checker.class.getClassLoader());
            checker.configure(ConfigurationLoader.loadConfiguration(
                    Project.RULES.resolve("checkstyle.xml").toString(), new PropertiesExpander(new Properties())));
            checker.addListener(broken);
            checker.process(List.of(file.toFile()));
            return Collections.unmodifiableSet(broken.checks);
        } catch (CheckstyleException | IOException e) {
            throw new AssertionError(e);
        } finally {
            checker.destroy();
        }
    }

    /** Collects the names of the checks that found something. */
    private static final class Broken implements AuditListener {
        private final Set<String> checks = new TreeSet<>();

        @Override
        public void addError(AuditEvent event) {
            String source = event.getModuleId() != null ? event.getModuleId()
                    : event.getSourceName().substring(event.getSourceName().lastIndexOf('.') + 1);
            checks.add(source.replaceAll("Check$", ""));
        }

        @Override
        public void addException(AuditEvent event, Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void auditStarted(AuditEvent event) {
        }

        @Override
        public void auditFinished(AuditEvent event) {
        }

        @Override
        public void fileStarted(AuditEvent event) {
        }

        @Override
        public void fileFinished(AuditEvent event) {
        }
    }
}
