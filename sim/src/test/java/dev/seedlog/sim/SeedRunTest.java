package dev.seedlog.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seedlog.env.NodeProgram;
import dev.seedlog.sim.check.Violation;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whole runs of the node: right ones pass and repeat themselves, and a node that is made wrong is found out. */
class SeedRunTest {

    private static final int SEEDS = 40;

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
            NodeFactory changed = settings -> change.apply(node.create(forced(settings)));
            SeedResult result = SeedRun.run(seed, withForcedAcks(SwarmDraw.draw(seed)), changed, null);
            if (result.violations().stream().map(Violation::kind).anyMatch(kind::equals)) {
                assertEquals(Verdict.VIOLATED, result.verdict());
                assertTrue(result.totals().hits(FaultKind.POWER_CUT) > 0);
                return;
            }
        }
        throw new AssertionError("no seed shows " + kind);
    }

    private static SwarmConfig withForcedAcks(SwarmConfig drawn) {
        return new SwarmConfig(drawn.world(), Map.of(SwarmConfig.FORCED_ACKS, "true"), drawn.topics(),
                drawn.producers(), drawn.consumers(), drawn.faults(), drawn.faultNanos());
    }

    private static Map<String, String> forced(Map<String, String> settings) {
        assertEquals("true", settings.get(SwarmConfig.FORCED_ACKS));
        return settings;
    }
}
