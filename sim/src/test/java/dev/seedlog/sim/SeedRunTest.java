package dev.seedlog.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.NodeProgram;
import dev.seedlog.histories.Extras;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.check.HistoryChecker;
import dev.seedlog.histories.edn.HistoryReader;
import dev.seedlog.histories.edn.HistoryWriter;
import dev.seedlog.sim.check.Judge;
import dev.seedlog.sim.check.Violation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whole runs of the node: right ones pass and repeat themselves, and a node that is made wrong is found out. */
class SeedRunTest {

    private static final int SEEDS = 60;

    @Test
    void aSeedIsTheSameRunEachTime() {
        SeedResult first = SeedRun.run(11);
        SeedResult between = SeedRun.run(12);
        SeedResult second = SeedRun.run(11);
        assertEquals(first.trace().hex(), second.trace().hex());
        assertEquals(first.events(), second.events());
        assertNotEquals(first.trace().hex(), between.trace().hex());
    }

    @Test
    void equalSeedsGiveEqualHistories() throws IOException {
        byte[] first = written(history(11));
        assertArrayEquals(first, written(history(11)));
        assertFalse(Arrays.equals(first, written(history(12))));
    }

    @Test
    void aHistoryTellsOfFaultsFromTheirBeginningToTheirEnd() {
        List<String> told = history(11).stream().filter(Op::isNemesis).map(op -> op.f().name()).toList();
        int lasting = 0;
        for (FaultKind kind : FaultKind.values()) {
            int begun = Collections.frequency(told, "start-" + kind.id());
            assertEquals(begun, Collections.frequency(told, "stop-" + kind.id()), kind.id());
            lasting += begun;
        }
        assertTrue(lasting > 0, "nothing lasted");
        assertTrue(told.contains("kill") || told.contains("power-cut"), "nothing happened");
    }

    @Test
    void aWrittenHistoryIsJudgedAsItsRunWas() throws IOException {
        List<Op> history = history(3);
        HistoryChecker checker = new HistoryChecker();
        assertEquals(history.size(), HistoryReader.read(new ByteArrayInputStream(written(history)), checker));
        assertEquals(List.of(), checker.finish().violations());
        assertEquals(List.of(), Judge.judge(history));
    }

    @Test
    void aWrittenHistoryWithoutAnAcknowledgedRecordIsRefused() throws IOException {
        List<Op> forged = new ArrayList<>();
        for (Op op : history(3)) {
            boolean last = op.type() == OpType.OK && op.extras().flag(Extras.FINAL);
            forged.add(last ? new Op(op.index(), op.timeNanos(), op.process(), op.type(), op.f(),
                    withoutLastRecord((OpValue.Mops) op.value()), op.extras()) : op);
        }
        HistoryChecker checker = new HistoryChecker();
        HistoryReader.read(new ByteArrayInputStream(written(forged)), checker);
        assertFalse(checker.finish().violations().isEmpty());
        assertFalse(Judge.judge(forged).isEmpty());
    }

    private static OpValue withoutLastRecord(OpValue.Mops polls) {
        if (((Mop.Poll) polls.steps().get(0)).answer().isEmpty()) {
            return polls;
        }
        Polled shown = ((Mop.Poll) polls.steps().get(0)).answer().get(0);
        int kept = Math.max(0, shown.size() - 1);
        return OpValue.mops(new Mop.Poll(List.of(new Polled(shown.key(), Arrays.copyOf(shown.offsets(), kept),
                Arrays.copyOf(shown.values(), kept)))));
    }

    private static List<Op> history(long seed) {
        List<Op> history = new ArrayList<>();
        SeedRun.run(seed, RunOptions.USUAL.recordedBy(history::addAll));
        return history;
    }

    private static byte[] written(List<Op> history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (HistoryWriter writer = new HistoryWriter(bytes)) {
            history.forEach(writer::accept);
        }
        return bytes.toByteArray();
    }

    @Test
    void everySeedOfASmallRangeIsFineAndWorthItsTime() {
        SeedRange range = new SeedRange(1, SEEDS, 1, false);
        range.run(SeedRun::run, result -> assertEquals(List.of(), result.violations(), "seed " + result.seed()));
        assertEquals(0, range.exitStatus());
        assertTrue(range.medianVirtualNanos() >= 60_000_000_000L, range.medianVirtualNanos() + " ns");
        assertTrue(range.medianOperations() >= 300, range.medianOperations() + " operations");
        assertTrue(range.medianFaults() >= 3, range.medianFaults() + " faults");
        assertEquals(List.of(), range.totals().zeros());
    }

    @Test
    void aDiskWhoseForcesDoNothingLosesWhatWasAcknowledged() {
        assertFound("lost-write", LyingForces::new);
    }

    /** Some seed must show a violation of this kind if the node is changed so. */
    private static void assertFound(String kind, UnaryOperator<NodeProgram> change) {
        NodeFactory node = new SeedlogNodes();
        for (int seed = 1; seed <= SEEDS; seed++) {
            NodeFactory changed = (settings, observer) -> change.apply(node.create(forced(settings), observer));
            SeedResult result = SeedRun.run(seed, withForcedAcks(SwarmDraw.draw(seed)), changed,
                    RunOptions.USUAL);
            if (result.violations().stream().map(Violation::kind).anyMatch(kind::equals)) {
                assertEquals(Verdict.VIOLATED, result.verdict());
                // Some disks are only exchanged, with the power off; one whose power is cut must show it as well.
                if (result.totals().hits(FaultKind.POWER_CUT) > 0) {
                    return;
                }
            }
        }
        throw new AssertionError("no seed shows " + kind);
    }

    private static SwarmConfig withForcedAcks(SwarmConfig drawn) {
        Map<String, String> node = new TreeMap<>(drawn.node());
        node.put(SwarmConfig.FORCED_ACKS, "true");
        return new SwarmConfig(drawn.world(), drawn.topology(), node, drawn.work(), drawn.faults(), drawn.faultNanos(),
                drawn.features());
    }

    private static Map<String, String> forced(Map<String, String> settings) {
        assertEquals("true", settings.get(SwarmConfig.FORCED_ACKS));
        return settings;
    }
}
