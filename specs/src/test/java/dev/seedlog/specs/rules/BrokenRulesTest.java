package dev.seedlog.specs.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule on compiled classes fails for code that breaks it, and names the culprit. */
class BrokenRulesTest {

    @TempDir
    Path folder;

    private Snippets snippets;

    @BeforeEach
    void openFolder() {
        snippets = new Snippets(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Object f() { return java.time.Instant.EPOCH; }",
        "Object f() { return new java.util.Random(7); }",
        "Object f() { return new java.util.SplittableRandom(7); }",
        "java.util.UUID id;",
        "void f(java.util.concurrent.Executor e) { }",
        "Object f() { return Thread.currentThread(); }",
        "synchronized void f() throws Exception { new ThreadLocal<String>(); }",
        "Object f() { return new org.agrona.concurrent.SystemNanoClock(); }",
        "Object f() { return new org.agrona.collections.Object2ObjectHashMap<String, String>(); }",
        "Object f() { return java.nio.file.Path.of(\".\"); }",
        "Object f() { return new java.io.File(\".\"); }",
        "Object f() throws Exception { return java.nio.channels.Selector.open(); }",
        "Object f() { return new java.util.HashMap<String, String>(); }",
        "Object f() { return Runtime.getRuntime(); }",
        "Object f() throws Exception { return Class.forName(\"x\").getMethod(\"y\").invoke(null); }",
        "java.util.function.Supplier<Object> f() { return java.util.concurrent.ThreadLocalRandom::current; }",
    })
    void aClassThatIsNotListedIsRefused(String body) {
        snippets.writeClass("dev.seedlog.base.Bad", body);
        assertRefused(HouseRules.onlyAllowedClasses(), "Bad");
    }

    @Test
    void ordinaryCodeIsAccepted() {
        snippets.writeClass("dev.seedlog.base.Good", """
                enum Colour { RED, GREEN }
                record Pair(String left, int[] right) { }
                private static final java.util.List<String> NAMES = java.util.List.of("a");
                private static final int[] TABLE = {1, 2};
                static final class Fixed extends java.util.AbstractList<String> {
                    static final Fixed EMPTY = new Fixed();
                    public String get(int i) { throw new IndexOutOfBoundsException(); }
                    public int size() { return 0; }
                }
                private final java.util.Map<String, Integer> map = new java.util.LinkedHashMap<>();
                int g(Colour c) {
                    return switch (c) { case RED -> 1; case GREEN -> 2; };
                }
                String f(Colour c, Object o) {
                    map.merge("a", 1, Integer::sum);
                    Runnable r = () -> map.clear();
                    r.run();
                    switch (c) { case RED: return "red" + map.size(); default: break; }
                    return o instanceof Pair p ? p.left() : NAMES.get(0) + TABLE[0];
                }
                """);
        Path classes = snippets.compile();
        for (ArchRule rule : new ArchRule[] {HouseRules.onlyAllowedClasses(), HouseRules.noMutableStatics(),
            HouseRules.layers(), HouseRules.nothingCalledFuture()}) {
            assertFalse(evaluate(rule, classes).hasViolation(), () -> evaluate(rule, classes).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "static int counter;",
        "private static final java.util.ArrayList<String> SEEN = new java.util.ArrayList<>();",
        "private static final java.util.TreeMap<String, String> SEEN = new java.util.TreeMap<>();",
        "static final int[] TABLE = {1};",
        "private static final StringBuilder TEXT = new StringBuilder();",
        "private static final org.agrona.MutableDirectBuffer B = new org.agrona.concurrent.UnsafeBuffer(new byte[1]);",
        "private static final org.agrona.collections.MutableLong N = new org.agrona.collections.MutableLong();",
    })
    void aStaticThatCanChangeIsRefused(String body) {
        snippets.writeClass("dev.seedlog.base.Bad", body);
        assertRefused(HouseRules.noMutableStatics(), "Bad");
    }

    @ParameterizedTest
    @CsvSource({"base, env", "env, wire", "record, log", "raft, metadata", "metadata, raft", "log, raft",
        "group, txn", "replica, controller", "machine, group", "client, broker", "broker, client", "txn, broker"})
    void aLayerThatReachesBackOrSidewaysIsRefused(String user, String used) {
        snippets.writeClass("dev.seedlog." + used + ".deep.Used", "");
        snippets.writeClass("dev.seedlog." + user + ".Bad", "Object f() { return dev.seedlog." + used
                + ".deep.Used.class; }");
        assertRefused(HouseRules.layers(), user + " must not use " + used);
    }

    @Test
    void aPackageThatIsNoLayerIsRefused() {
        snippets.writeClass("dev.seedlog.util.Helpers", "");
        assertRefused(HouseRules.layers(), "'util', which is no layer");
    }

    @Test
    void aClassCalledFutureIsRefused() {
        snippets.writeClass("dev.seedlog.base.AppendFuture", "");
        assertRefused(HouseRules.nothingCalledFuture(), "AppendFuture");
    }

    @ParameterizedTest
    @CsvSource({"core, net-real", "core, net-sim", "core, sim", "core, histories", "net-real, net-sim",
        "net-sim, net-real", "net-real, sim", "histories, core", "histories, sim"})
    void aModuleThatUsesOneItMayNotIsRefused(String user, String used) {
        snippets.writeClass(packageOf(used) + ".Used", "");
        snippets.writeClass(packageOf(user) + ".Bad", packageOf(used) + ".Used field;");
        assertRefused(HouseRules.modules(BrokenRulesTest::moduleByPackage), user + " must not use " + used);
    }

    @Test
    void aModuleMayUseThoseBelowIt() {
        snippets.writeClass(packageOf("core") + ".Used", "");
        snippets.writeClass(packageOf("net-real") + ".Good", packageOf("core") + ".Used field;");
        assertFalse(evaluate(HouseRules.modules(BrokenRulesTest::moduleByPackage), snippets.compile()).hasViolation());
    }

    private static String packageOf(String module) {
        return "dev.seedlog." + module.replace("-", "_");
    }

    private static Optional<String> moduleByPackage(JavaClass type) {
        return ModuleRule.MODULES.stream().filter(module -> type.getPackageName().equals(packageOf(module)))
                .findFirst();
    }

    private void assertRefused(ArchRule rule, String culprit) {
        EvaluationResult result = evaluate(rule, snippets.compile());
        assertTrue(result.hasViolation(), "the rule accepted it");
        assertTrue(result.getFailureReport().toString().contains(culprit), result.getFailureReport()::toString);
    }

    private static EvaluationResult evaluate(ArchRule rule, Path classes) {
        return rule.evaluate(new ClassFileImporter().importPath(classes));
    }
}
