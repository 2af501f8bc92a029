package dev.seedlog.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.cli.SeedlogCommand;
import dev.seedlog.sim.FaultKind;
import dev.seedlog.sim.RarePaths;
import dev.seedlog.sim.SeedResult;
import dev.seedlog.sim.Totals;
import dev.seedlog.sim.Verdict;
import dev.seedlog.sim.check.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code seedlog sim} prints and how it exits. */
class SimCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int runs;

    private int execute(LongFunction<SeedResult> runner, String... arguments) {
        CommandLine line = new CommandLine(new SimCommand(runner));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return SeedlogCommand.execute(line, arguments);
    }

    private SeedResult result(long seed, Verdict verdict) {
        Totals totals = new Totals();
        for (Totals.Count count : Totals.Count.values()) {
            totals.add(count, 1);
        }
        for (FaultKind kind : FaultKind.values()) {
            totals.hit(kind, kind == FaultKind.POWER_CUT && seed >= 1000 && seed < 2000 ? 0 : 1);
        }
        RarePaths.ofThisBuild().never(totals).forEach(id -> totals.addProbes(Map.of(id, seed >= 2000
                && id.equals("log.producer.duplicate") ? 0L : 1L)).addPaths(Map.of(id, 1L)));
        List<Violation> violations = verdict == Verdict.OK ? List.of()
                : List.of(new Violation("lost-write", "offset 3 is lost", 2_500_000_000L, List.of("send 1:3")));
        return new SeedResult(seed, verdict, 61_500_000_000L, 1234, new SeedResult.TraceMark("00000000000000ab",
                new long[] {1, 2}), totals, violations);
    }

    private void assertUsage(String complaint, String... arguments) {
        assertEquals(2, execute(seed -> result(seed, Verdict.OK), arguments));
        assertTrue(err.toString().contains(complaint), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        err.getBuffer().setLength(0);
    }

    @Test
    void badArgumentsAreOneClearLineAndStatus2() {
        assertUsage("'x' is not a number", "--seed", "x");
        assertUsage("'1-9' is not A..B", "--seeds", "1-9");
        assertUsage("9 is larger than 1", "--seeds", "9..1");
        assertUsage("'' is not a number", "--seeds", "..4");
        assertUsage("either --seed N or --seeds A..B");
        assertUsage("either --seed N or --seeds A..B", "--seed", "1", "--seeds", "1..2");
        assertUsage("is not a positive number", "--seed", "1", "--jobs", "0");
        assertUsage("--trace needs --seed", "--seeds", "1..2", "--trace", "/tmp/nothing");
    }

    @Test
    void aSeedIsOneLine() {
        assertEquals(0, execute(seed -> result(seed, Verdict.OK), "--seed", "7"));
        assertEquals("seed 7 ok 61.500s 1234 00000000000000ab\n", out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void aViolationSaysWhatAndHowToSeeItAgain() {
        assertEquals(1, execute(seed -> result(seed, Verdict.VIOLATED), "--seed", "7"));
        assertTrue(err.toString().contains("lost-write at 2.500s: offset 3 is lost"), err.toString());
        assertTrue(err.toString().contains("send 1:3"), err.toString());
        assertTrue(err.toString().contains("bin/seedlog sim --seed 7"), err.toString());
    }

    @Test
    void aRangeIsToldInOrderAndExitsLikeItsWorstSeed() {
        int status = execute(seed -> result(seed, seed == 3 ? Verdict.STUCK : seed == 4 ? Verdict.VIOLATED
                : Verdict.OK), "--seeds", "1..5", "--jobs", "2");
        assertEquals(3, status);
        List<String> seeds = out.toString().lines().filter(line -> line.startsWith("seed ")).toList();
        assertEquals(5, seeds.size());
        for (int i = 0; i < 5; i++) {
            assertTrue(seeds.get(i).startsWith("seed " + (i + 1) + " "), seeds.get(i));
        }
        assertTrue(out.toString().contains("5 seeds, 2 of them bad"), out.toString());
        assertTrue(out.toString().contains("medians: 61.500s of virtual time"), out.toString());
    }

    @Test
    void aLargeRangeThatNeverTriedSomethingFails() {
        assertEquals(0, execute(seed -> result(seed, Verdict.OK), "--seeds", "1..100"));
        assertEquals(0, execute(seed -> result(seed, Verdict.OK), "--seeds", "1000..1010"));
        assertEquals(1, execute(seed -> result(seed, Verdict.OK), "--seeds", "1000..1099"));
        assertTrue(err.toString().contains("never tried in all of these seeds: power-cut"), err.toString());
    }

    @Test
    void aLargeRangeInWhichAnExpectedRarePathNeverRanFails() {
        assertEquals(1, execute(seed -> result(seed, Verdict.OK), "--seeds", "2000..2099"));
        assertTrue(err.toString().contains("log.producer.duplicate"), err.toString());
        assertTrue(out.toString().contains("rare paths that never ran: log.producer.duplicate"), out.toString());
    }

    @Test
    void aSecondRunThatDiffersIsStatus4AndSaysWhere() {
        int status = execute(seed -> {
            runs++;
            SeedResult first = result(seed, Verdict.OK);
            return runs == 1 ? first : new SeedResult(seed, Verdict.OK, 1, 1,
                    new SeedResult.TraceMark("ffffffffffffffff", new long[] {1, 3}), first.totals(), List.of());
        }, "--seed", "50", "--verify-determinism");
        assertEquals(4, status);
        assertEquals(2, runs);
        assertTrue(err.toString().contains("in entries 1000 to 2000"), err.toString());
    }

    @Test
    void allSeedsAreComparedWithTheirSecondRuns() {
        assertEquals(0, execute(seed -> result(seed, Verdict.OK), "--seeds", "3..6", "--twice"));
        int status = execute(seed -> {
            runs++;
            return runs != 7 ? result(seed, Verdict.OK) : new SeedResult(seed, Verdict.OK, 1, 1,
                    new SeedResult.TraceMark("ffffffffffffffff", new long[] {1, 2}), new Totals(), List.of());
        }, "--seeds", "3..6", "--twice");
        assertEquals(4, status);
        assertEquals(8, runs);
        assertTrue(err.toString().contains("seed 5 nondeterministic"), err.toString());
    }

    @Test
    void theCommandIsAmongTheOthers() {
        assertTrue(SimMain.commandLine().getSubcommands().containsKey("sim"));
        assertTrue(SimMain.commandLine().getSubcommands().containsKey("start"));
    }

    @Test
    void badTimesAndFaultsAreOneClearLineToo() {
        for (String time : List.of("5", "m", "", "-3s", "0s", "5d", "99999999999999999h", "1.5m")) {
            assertUsage("is not a time such as 30s, 5m or 2h", "--for", time);
        }
        assertUsage("there is no fault 'earthquake'", "--seed", "1", "--without", "kill,earthquake");
        assertUsage("'99999999999999999999' is not a number", "--seed", "99999999999999999999");
        assertUsage("--trace needs --seed", "--for", "5s", "--trace", "/tmp/nothing");
        assertUsage("it cannot be read", "--seed", "1", "--compare-trace", "/does/not/exist");
    }

    @Test
    void aTimeLimitBeginsNoSeedWhenItIsOver() {
        assertEquals(0, execute(seed -> {
            long until = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return result(seed, Verdict.OK);
        }, "--for", "1s", "--seed", "41"));
        List<String> seeds = out.toString().lines().filter(line -> line.startsWith("seed ")).toList();
        assertTrue(seeds.size() <= 5, seeds.toString());
        assertTrue(seeds.get(0).startsWith("seed 41 "), seeds.get(0));
    }

    @Test
    void aFaultThatIsLeftOutIsNotMissedAndIsPartOfTheCommandToRepeat() {
        assertEquals(0, execute(seed -> result(seed, Verdict.OK), "--seeds", "1000..1099", "--without", "power-cut"));
        assertEquals(1, execute(seed -> result(seed, Verdict.VIOLATED), "--seed", "7", "--without", "kill,pause"));
        assertTrue(err.toString().contains("bin/seedlog sim --seed 7 --without kill,pause"), err.toString());
    }

    @Test
    void aTraceIsComparedWithTheSameRunOnly(@TempDir Path folder) throws IOException {
        Path trace = folder.resolve("trace");
        assertEquals(0, execute(null, "--seed", "3", "--trace", trace.toString()));
        assertEquals(0, execute(null, "--seed", "3", "--compare-trace", trace.toString()));
        assertUsage("is the trace of another run", "--seed", "4", "--compare-trace", trace.toString());
        assertUsage("is the trace of another run", "--seed", "3", "--without", "kill", "--compare-trace",
                trace.toString());
        List<String> lines = Files.readAllLines(trace);
        Path file = folder.resolve("changed");
        Files.write(file, changed(lines, 0, lines.get(0).replace("seedlog-trace 1", "seedlog-trace 2")));
        assertUsage("is a trace of version 2; this build compares version 1", "--seed", "3", "--compare-trace",
                file.toString());
        Files.write(file, changed(lines, 0, "something else"));
        assertUsage("is no trace", "--seed", "3", "--compare-trace", file.toString());
        Files.write(file, changed(lines, 500, lines.get(500) + "0"));
        assertEquals(4, execute(null, "--seed", "3", "--compare-trace", file.toString()));
        assertTrue(err.toString().contains("entry 500 differs"), err.toString());
        Files.write(file, lines.subList(0, 700));
        assertEquals(4, execute(null, "--seed", "3", "--compare-trace", file.toString()));
        assertTrue(err.toString().contains("entry 700 differs") || err.toString().contains("cut short"),
                err.toString());
    }

    private static List<String> changed(List<String> lines, int at, String line) {
        List<String> copy = new ArrayList<>(lines);
        copy.set(at, line);
        return copy;
    }
}
