package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.thetaphi.forbiddenapis.Checker;
import de.thetaphi.forbiddenapis.ForbiddenApiException;
import de.thetaphi.forbiddenapis.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** forbidden-core.txt, with the bundled lists that the build uses too, refuses each kind of call that it should. */
class ForbiddenCallsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "Object f() { return new java.util.HashMap<String, String>(); }",
        "Object f() { return new java.util.HashSet<String>(16); }",
        "java.util.function.Supplier<Object> f() { return java.util.HashMap::new; }",
        "static class M extends java.util.HashMap<String, String> { }",
        "Object f() { return java.util.Set.of(\"a\", \"b\"); }",
        "Object f() { return java.util.Map.of(\"a\", \"b\"); }",
        "Object f() { return java.util.Map.copyOf(new java.util.TreeMap<String, String>()); }",
        "Object f(java.util.stream.Stream<String> s) { return s.collect(java.util.stream.Collectors.toSet()); }",
        "Object f(java.util.stream.Stream<String> s) { return s.parallel(); }",
        "Object f(java.util.List<String> s) { return s.parallelStream(); }",
        "Object f(java.util.ArrayList<String> s) { return s.parallelStream(); }",
        "int f(Object o) { return System.identityHashCode(o); }",
        "int f(Thread.State s) { return s.hashCode(); }",
        "int f(Object o) { return java.util.Objects.hash(o); }",
        "long f() { return System.nanoTime(); }",
        "long f() { return System.currentTimeMillis(); }",
        "Object f() { return System.getenv(\"HOME\"); }",
        "void f() { System.out.println(); }",
        "String f(String s) { return s.toLowerCase(); }",
        "String f(int i) { return String.format(\"%d\", i); }",
        "byte[] f(String s) { return s.getBytes(); }",
        "double f(double d) { return Math.sin(d); }",
        "double f() { return Math.random(); }",
        "void f(java.util.List<String> l) { java.util.Collections.shuffle(l); }",
        "void f(org.agrona.collections.Int2ObjectHashMap<String> m) { for (String s : m.values()) { } }",
        "void f(org.agrona.collections.Long2LongHashMap m) { for (long l : m.keySet()) { } }",
        "void f(org.agrona.collections.IntHashSet s) { for (int i : s) { } }",
    })
    void aCallWhoseAnswerDependsOnTheMachineIsRefused(String body) {
        ForbiddenApiException refused = assertThrows(ForbiddenApiException.class, () -> check(body));
        assertTrue(refused.getMessage().contains("forbidden"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Object f() { var m = new java.util.LinkedHashMap<String, String>(); m.put(\"a\", \"b\"); return m.keySet(); }",
        "Object f() { var s = new java.util.LinkedHashSet<String>(); s.add(\"a\"); return s.iterator(); }",
        "Object f() { return java.util.List.of(\"a\", \"b\"); }",
        "String f(String s) { return s.toLowerCase(java.util.Locale.ROOT); }",
        "long f(long a, long b) { return Math.max(Math.abs(a), Math.addExact(a, b)); }",
        "double f(double d) { return StrictMath.sin(d); }",
        "int f(String s) { return s.hashCode(); }",
        "int f(java.util.List<String> s) { return s.hashCode(); }",
        "void f(org.agrona.collections.Int2ObjectHashMap<String> m) { m.intForEach((k, v) -> { }); m.put(1, \"\"); }",
        "Object f(org.agrona.collections.Int2ObjectHashMap<String> m) { return new java.util.TreeSet<>(m.values()); }",
        "void f(org.agrona.collections.Int2ObjectHashMap<String> m) { m.values().removeIf(String::isEmpty); }",
    })
    void aCallThatDependsOnNothingElseIsAccepted(String body) {
        assertDoesNotThrow(() -> check(body));
    }

    @Test
    void coreAndTheSimulatedWorldMakeNoForbiddenCall() {
        assertDoesNotThrow(() -> {
            checkFolder(Project.classesOf("core"));
            checkFolder(Project.classesOf("net-sim"));
        });
    }

    private void check(String body) throws Exception {
        Snippets snippets = new Snippets(folder);
        snippets.writeClass("dev.seedlog.base.Snippet", body);
        checkFolder(snippets.compile());
    }

    private static void checkFolder(Path classes) throws Exception {
        Checker checker = new Checker(new Quiet(), ForbiddenCallsTest.class.getClassLoader(),
                Checker.Option.FAIL_ON_VIOLATION, Checker.Option.FAIL_ON_MISSING_CLASSES,
                Checker.Option.FAIL_ON_UNRESOLVABLE_SIGNATURES);
        for (String bundled : new String[] {"jdk-unsafe", "jdk-system-out", "jdk-non-portable"}) {
            checker.addBundledSignatures(bundled, "17");
        }
        checker.parseSignaturesFile(Project.RULES.resolve("forbidden-core.txt").toFile());
        if (!Files.isDirectory(classes)) {
            return;
        }
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> compiled = new ArrayList<>(files.filter(file -> file.toString().endsWith(".class")).toList());
            for (Path file : compiled) {
                checker.addClassToCheck(file.toFile());
            }
            if (!compiled.isEmpty()) {
                checker.run();
            }
        }
    }

    /** The exception says enough. */
    private static final class Quiet implements Logger {
        @Override
        public void error(String message) {
        }

        @Override
        public void warn(String message) {
        }

        @Override
        public void info(String message) {
        }

        @Override
        public void debug(String message) {
        }
    }
}
