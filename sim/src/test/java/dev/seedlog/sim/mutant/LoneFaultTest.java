package dev.seedlog.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.seedlog.sim.FaultKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of fault is needed: there is a bug that it shows alone. */
class LoneFaultTest {

    private static final int MOST_SEEDS = 100;
    private static final int CALM_SEEDS = 10;
    private static final Map<LoneBug, BiFunction<String, Long, String>> WORLDS = new EnumMap<>(LoneBug.class);

    @AfterAll
    static void forget() {
        WORLDS.clear();
    }

    @Test
    void eachKindHasItsBug() {
        Set<FaultKind> told = EnumSet.noneOf(FaultKind.class);
        for (Telltale telltale : Telltale.values()) {
            told.add(telltale.kind());
        }
        assertEquals(EnumSet.allOf(FaultKind.class), told);
    }

    @ParameterizedTest
    @EnumSource(Telltale.class)
    @EnabledIfSystemProperty(named = "seedlog.mutants", matches = "all")
    void thisKindAloneShowsItsBug(Telltale telltale) {
        Found found = Found.first(seed -> world(telltale.bug()).apply(telltale.kind().id(), seed), 1, MOST_SEEDS);
        assertNotEquals("", found.verdict(), telltale + " does not show " + telltale.bug());
    }

    @ParameterizedTest
    @EnumSource(LoneBug.class)
    @EnabledIfSystemProperty(named = "seedlog.mutants", matches = "all")
    void nobodySeesTheBugWhileNothingGoesWrong(LoneBug bug) {
        Found found = Found.first(seed -> world(bug).apply(VerdictOfSeed.NONE, seed), 1, CALM_SEEDS);
        assertEquals("", found.verdict(), bug + " is seen without faults: " + found);
    }

    private static BiFunction<String, Long, String> world(LoneBug bug) {
        return WORLDS.computeIfAbsent(bug, unseen -> MutantWorld.with(bug.bug()));
    }
}
