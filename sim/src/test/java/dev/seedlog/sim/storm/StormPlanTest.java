package dev.seedlog.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StormPlanTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final Set<StormFault> ALL = EnumSet.allOf(StormFault.class);

    private static StormPlan plan(long seed, int nodes, Set<StormFault> kinds) {
        return StormPlan.draw(seed, nodes, 2 * MINUTE, kinds, nodes);
    }

    @Test
    void equalSeedsAreEqualPlansAndOthersAreNot() {
        assertEquals(plan(7, 3, ALL), plan(7, 3, ALL));
        assertNotEquals(plan(7, 3, ALL), plan(8, 3, ALL));
    }

    @Test
    void everyKindOfFaultIsDrawnWithinTwentySeeds() {
        Set<StormFault> seen = EnumSet.noneOf(StormFault.class);
        for (long seed = 1; seed <= 20; seed++) {
            plan(seed, 3, ALL).strikes().forEach(strike -> seen.add(strike.fault()));
        }
        assertEquals(ALL, seen);
    }

    @Test
    void strikesAreWithinTheTimeAndHitWhatIsThere() {
        for (long seed = 1; seed <= 50; seed++) {
            int nodes = 1 + (int) (seed % 5);
            List<Strike> strikes = plan(seed, nodes, ALL).strikes();
            assertTrue(strikes.size() >= 5, "seed " + seed + " has " + strikes.size());
            for (Strike strike : strikes) {
                assertTrue(strike.atNanos() < 2 * MINUTE && strike.lengthNanos() < MINUTE, strike.toString());
                assertTrue(strike.node() >= 1 && strike.node() <= nodes, strike.toString());
                assertTrue(strike.peer() >= Parties.ALL && strike.peer() <= nodes + 1, strike.toString());
                boolean betweenNodes = strike.fault() == StormFault.PARTITION
                        || strike.fault() == StormFault.ONE_WAY_PARTITION;
                assertTrue(!betweenNodes || strike.peer() != strike.node() && strike.peer() != 0, strike.toString());
                assertTrue(strike.fault() != StormFault.FULL_DISK || strike.node() == nodes, strike.toString());
            }
        }
    }

    @Test
    void whatIsLeftOutDoesNotHappen() {
        Set<StormFault> kinds = EnumSet.of(StormFault.KILL, StormFault.PAUSE);
        assertEquals(kinds, plan(3, 3, kinds).strikes().stream().map(Strike::fault).collect(Collectors.toSet()));
        assertTrue(plan(3, 3, EnumSet.noneOf(StormFault.class)).strikes().isEmpty());
    }
}
